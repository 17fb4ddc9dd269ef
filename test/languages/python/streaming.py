"""A platform and a job on it in Python, run as an inline program: `streaming.py STACK COMMAND`, with what it needs in the environment."""

import json
import os
import sys

import pulumi
import pulumi_beam_flink as beam_flink
from pulumi import automation

KUBECONFIG = os.environ["TEST_KUBECONFIG"]
VERSIONS = {"beam": "2.70.0", "flink": "1.19", "operator": "1.10"}
# What a test changes of the job.
CHANGES = json.loads(os.environ.get("TEST_CHANGES", "{}"))


def program() -> None:
    platform = beam_flink.StreamingPlatform(
        "platform",
        cluster={"existing": {"kubeconfig": pulumi.Output.secret(KUBECONFIG)}},
        bucket=beam_flink.PlatformBucketArgs(
            endpoint=beam_flink.EndpointBucketArgs(
                url="http://s3.storage.svc:7070",
                bucket="flink",
                access_key="python-access",
                secret_key=pulumi.Output.secret("python-secret"),
            )
        ),
        operator={"existing": True},
        job_namespaces=["jobs"],
        versions=VERSIONS,
        jobs={
            "clicks": {
                "image": "registry.example.com/clicks:1",
                "entry_class": "com.example.Clicks",
                "checkpoints": {"interval": "5 s", "tolerable_failures": 5},
            }
        },
    )
    job = {
        "namespace": "jobs",
        "image": "registry.example.com/views:1",
        "entry_class": "com.example.Views",
        "kubeconfig": platform.kubeconfig,
        "versions": VERSIONS,
        "storage": {"uri": platform.bucket_uri},
        "state_backend": beam_flink.StateBackend.HASH_MAP,
        **CHANGES,
    }
    cluster = pulumi.ProviderResource("kubernetes", "cluster", {"kubeconfig": platform.kubeconfig})
    options = pulumi.ResourceOptions(depends_on=[platform], providers=[cluster], protect=False)
    views = beam_flink.BeamJob("views", **job, opts=options)
    pulumi.export("bucketUri", platform.bucket_uri)
    pulumi.export("jobStates", platform.job_states)
    pulumi.export("kubeconfig", platform.kubeconfig)
    pulumi.export("directory", views.directory)


def main(stack_name: str, command: str) -> None:
    stack = automation.create_or_select_stack(stack_name, "languages-python", program)
    result = stack.up(color="never") if command == "up" else stack.destroy(color="never")
    outputs = getattr(result, "outputs", {})
    print(json.dumps({name: {"value": output.value, "secret": output.secret} for name, output in outputs.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])

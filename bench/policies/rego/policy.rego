# The five rules of the comparison for conftest, in the form that it evaluates fastest: one set of denials, options read once, and the
# size of the options taken from their text (a JSON object of them has five more bytes for each, and quotes and backslashes twice).
package main

options[name] := value if {
	some argument in input.spec.job.args
	startswith(argument, "--")
	sign := indexof(argument, "=")
	name := substring(argument, 2, sign - 2)
	value := substring(argument, sign + 1, -1)
}

deny contains finding("checkpoint-interval") if not interval_fits

deny contains finding("checkpoint-timeout") if not timeout_fits

deny contains finding("checkpoint-storage") if not stored

deny contains finding("finish-bundle") if not finishes

deny contains finding("options-size") if options_bytes > 4096

finding(rule) := sprintf("%s %s/%s", [rule, input.metadata.namespace, input.metadata.name])

settings := object.get(input.spec, "flinkConfiguration", {})

beam_interval := options.checkpointingInterval if options.checkpointingInterval != "-1"

# Beam reads its timeout with its own interval only.
beam_timeout := options.checkpointTimeoutMillis if {
	beam_interval
	options.checkpointTimeoutMillis != "-1"
}

interval := whole_number(beam_interval)

interval := duration(settings["execution.checkpointing.interval"]) if not beam_interval

timeout := whole_number(beam_timeout)

timeout := duration(settings["execution.checkpointing.timeout"]) if not beam_timeout

interval_fits if {
	interval >= 1000
	interval <= 60000
}

timeout_fits if {
	timeout >= 1
	timeout <= 60000
	not under_interval
}

under_interval if timeout < interval

stored if {
	not in_memory
	regex.match(`^(?i:s3|s3a|gs)://[^/]`, directory)
}

in_memory if lower(trim_space(storage)) == "jobmanager"

storage := object.get(settings, "execution.checkpointing.storage", object.get(settings, "state.checkpoint-storage", ""))

# Beam reads its directory with its own state backend only.
beam_backend if options.stateBackend

beam_backend if options.stateBackendFactory

directory := object.get(options, "stateBackendStoragePath", directory_of_flink) if beam_backend

directory := directory_of_flink if not beam_backend

directory_of_flink := object.get(settings, "execution.checkpointing.dir", object.get(settings, "state.checkpoints.dir", ""))

finishes if lower(options.finishBundleBeforeCheckpointing) == "true"

options_bytes := 1 + (3 * count(arguments)) + bytes(replace(replace(concat("", arguments), `\`, `\\`), `"`, `\"`))

arguments := [argument | some argument in input.spec.job.args; startswith(argument, "--")]

# count() of a text counts characters.
bytes(text) := count(hex.encode(text)) / 2

whole_number(text) := to_number(text) if regex.match(`^-?[0-9]+$`, text)

duration(value) := to_number(number) * milliseconds[lower(trim_space(unit))] if {
	[[_, number, unit]] := regex.find_all_string_submatch_n(`^([0-9]+)\s*([^0-9]*)$`, trim_space(sprintf("%v", [value])), 1)
}

milliseconds := {
	"d": 86400000, "day": 86400000, "days": 86400000,
	"h": 3600000, "hour": 3600000, "hours": 3600000,
	"m": 60000, "min": 60000, "minute": 60000, "minutes": 60000,
	"s": 1000, "sec": 1000, "secs": 1000, "second": 1000, "seconds": 1000,
	"": 1, "ms": 1, "milli": 1, "millis": 1, "millisecond": 1, "milliseconds": 1,
	"µs": 0.001, "micro": 0.001, "micros": 0.001, "microsecond": 0.001, "microseconds": 0.001,
	"ns": 0.000001, "nano": 0.000001, "nanos": 0.000001, "nanosecond": 0.000001, "nanoseconds": 0.000001,
}

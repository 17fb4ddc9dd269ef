/**
 * One provider resource in one engine run: the engine's messages on one side, the provider on the other.
 * Here, and only here, values are secret or not: the provider works on plain JSON.
 */
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import type { Clusters } from "./clusters.ts";
import { EngineLog } from "./engineLog.ts";
import { idOf } from "./kubernetesObject.ts";
import { type Context, KubernetesProvider, NotReady } from "./provider.ts";
import { Empty } from "./protobuf.ts";
import { providerArgs, unservedArg } from "./providerArgs.ts";
import { initFailed, ResourceError } from "./resourceError.ts";
import { DIFF_KINDS, failure, outputs, propertyDiff, secretContent } from "./responses.ts";
import { withoutSecrets } from "./secretTexts.ts";
import { type Bag, decode, encode, equal, formatPath, hasUnknown, type JsonObject } from "./values.ts";

export class Session {
  readonly #clusters: Clusters;
  readonly #log = new EngineLog();
  readonly #cancelled = new AbortController();
  #provider = new KubernetesProvider({});

  constructor(clusters: Clusters, engine: string | undefined) {
    this.#clusters = clusters;
    if (engine !== undefined) this.#log.connect(engine);
  }

  close(): void {
    this.#cancelled.abort(new Error("the provider is closing"));
    this.#log.close();
  }

  attach(request: plugin.PluginAttach): Empty {
    this.#log.connect(request.getAddress());
    return new Empty();
  }

  cancel(): Empty {
    this.#cancelled.abort(new Error("cancelled"));
    return new Empty();
  }

  async checkConfig(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    const news = decode(request.getNews());
    const response = new pb.CheckResponse().setInputs(encode(news.value, news.secrets));
    const unserved = unservedArg(news.value);
    if (unserved !== undefined) response.addFailures(failure(unserved, "needs the official kubernetes plugin; this is its stand-in"));
    if (!hasUnknown(news.value)) {
      const complaint = await this.#clusters.complaintAbout(providerArgs(news.value));
      if (complaint !== undefined) response.addFailures(failure("kubeconfig", withoutSecrets(complaint, [news])));
    }
    return response;
  }

  async diffConfig(request: pb.DiffRequest): Promise<pb.DiffResponse> {
    const olds = decode(request.getOldInputs() ?? request.getOlds()).value;
    const news = decode(request.getNews()).value;
    const response = new pb.DiffResponse().setHasdetaileddiff(true);
    if (equal(olds, news)) return response.setChanges(pb.DiffResponse.DiffChanges.DIFF_NONE);
    response.setChanges(pb.DiffResponse.DiffChanges.DIFF_SOME);
    const moved = await this.#moved(olds, news);
    for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
      if (equal(olds[key], news[key])) continue;
      const replace = moved && ["cluster", "clusterIdentifier", "context", "kubeconfig"].includes(key);
      response.getDetaileddiffMap().set(key, propertyDiff(replace ? "UPDATE_REPLACE" : "UPDATE"));
      if (replace) response.addReplaces(key);
    }
    return response;
  }

  async configure(request: pb.ConfigureRequest): Promise<pb.ConfigureResponse> {
    const { value } = decode(request.getArgs());
    const args = providerArgs(value);
    this.#provider = new KubernetesProvider({
      api: hasUnknown(value) ? undefined : await this.#clusters.connect(args),
      namespace: args.namespace,
      force: args.enablePatchForce,
      upsert: args.upsertExistingObjects,
      configMaps: args.enableConfigMapMutable,
      secrets: args.enableSecretMutable,
    });
    return new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(false).setAcceptoutputs(false);
  }

  async check(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    const news = decode(request.getNews());
    return this.#guard([news], async () => {
      const result = await this.#provider.check(
        request.getUrn(),
        decode(request.getOlds()).value,
        news.value,
        request.getRandomseed_asU8(),
      );
      const response = new pb.CheckResponse();
      if ("inputs" in result) return response.setInputs(encode(result.inputs, news.secrets));
      response.addFailures(failure(result.property, withoutSecrets(result.reason, [news])));
      return response;
    });
  }

  diff(request: pb.DiffRequest): pb.DiffResponse {
    const { changes, deleteBeforeReplace } = this.#provider.diff(decode(request.getOldInputs()).value, decode(request.getNews()).value);
    const response = new pb.DiffResponse().setHasdetaileddiff(true).setDeletebeforereplace(deleteBeforeReplace);
    response.setChanges(changes.length > 0 ? pb.DiffResponse.DiffChanges.DIFF_SOME : pb.DiffResponse.DiffChanges.DIFF_NONE);
    for (const { path, kind, replace } of changes) {
      response.getDetaileddiffMap().set(formatPath(path), propertyDiff(DIFF_KINDS[kind][replace ? "replace" : "update"]));
      if (replace) response.addReplaces(formatPath(path));
    }
    return response.setDiffsList([...new Set(changes.map(({ path }) => String(path[0])))]);
  }

  async create(request: pb.CreateRequest): Promise<pb.CreateResponse> {
    const inputs = decode(request.getProperties());
    return this.#guard([inputs], async () => {
      const { id, live } = await this.#provider.create(inputs.value, this.#context(request, request.getPreview(), [inputs]));
      return new pb.CreateResponse().setId(id).setProperties(outputs(live, inputs));
    });
  }

  async update(request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
    const inputs = decode(request.getNews());
    return this.#guard([inputs], async () => {
      const ignored = request.getIgnorechangesList();
      const live = await this.#provider.update(inputs.value, ignored, this.#context(request, request.getPreview(), [inputs]));
      return new pb.UpdateResponse().setProperties(outputs(live, inputs));
    });
  }

  async read(request: pb.ReadRequest): Promise<pb.ReadResponse> {
    const inputs = decode(request.getInputs());
    return this.#guard([inputs], async () => {
      const found = await this.#provider.read(request.getId(), inputs.value, this.#context(request, false, [inputs]));
      // An empty id tells the engine that the object is gone.
      if (found === undefined) return new pb.ReadResponse();
      const secrets = [...inputs.secrets, ...secretContent(found.live)];
      return new pb.ReadResponse()
        .setId(request.getId())
        .setProperties(outputs(found.live, inputs))
        .setInputs(encode(found.inputs, secrets));
    });
  }

  async delete(request: pb.DeleteRequest): Promise<Empty> {
    const live = decode(request.getProperties());
    return this.#guard([live], async () => {
      await this.#provider.delete(live.value, this.#context(request, false, [live]));
      return new Empty();
    });
  }

  /** Another server means other objects: everything on the old one is replaced. */
  async #moved(olds: JsonObject, news: JsonObject): Promise<boolean> {
    if (news["clusterIdentifier"] !== undefined || olds["clusterIdentifier"] !== undefined)
      return !equal(olds["clusterIdentifier"], news["clusterIdentifier"]);
    if (hasUnknown(news)) return false;
    const [before, after] = await Promise.all([olds, news].map((args) => this.#clusters.serverOf(providerArgs(args))));
    return before !== undefined && after !== undefined && before !== after;
  }

  #context(request: { getUrn(): string; getTimeout(): number }, preview: boolean, bags: readonly Bag[]): Context {
    const urn = request.getUrn();
    return {
      urn,
      preview,
      timeout: request.getTimeout(),
      signal: this.#cancelled.signal,
      status: (message) => this.#log.status(urn, withoutSecrets(message, bags)),
    };
  }

  /** Keeps secrets out of errors, and turns {@link NotReady} into the detail by which the engine keeps the half-made resource. */
  async #guard<T>(bags: readonly [Bag, ...Bag[]], action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      const message = withoutSecrets(error instanceof Error ? error.message : String(error), bags);
      if (error instanceof NotReady) {
        const [inputs] = bags;
        throw initFailed(message, {
          id: idOf(error.live),
          properties: outputs(error.live, inputs),
          inputs: encode(inputs.value, inputs.secrets),
        });
      }
      throw new ResourceError(message);
    }
  }
}

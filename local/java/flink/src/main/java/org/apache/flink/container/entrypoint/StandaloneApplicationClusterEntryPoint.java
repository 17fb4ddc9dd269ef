package org.apache.flink.container.entrypoint;

import java.io.File;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.artifact.ArtifactFetchManager;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.entrypoint.ClusterEntrypointUtils;
import org.apache.flink.runtime.entrypoint.parser.CommandLineParser;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.runtime.util.JvmShutdownSafeguard;
import org.apache.flink.runtime.util.SignalHandler;

/**
 * A stand-in for the class of this name in Flink's {@code flink-container} artifact, written on the public parts of {@code flink-clients}:
 * runs the program of {@code /opt/flink/usrlib} inside the JobManager. Understands the options of {@link ApplicationArguments}.
 *
 * <p>Unlike the official class it prints a short chain of causes as its last words when the program cannot be made or fails, because the
 * kubelet keeps the last 2048 bytes of a failed container's output as the pod's termination message.
 */
public final class StandaloneApplicationClusterEntryPoint extends ApplicationClusterEntryPoint {
  /** Less than the five seconds after which Flink's JvmShutdownSafeguard ends the JVM by force. */
  private static final long STOP_MILLIS = 4_000;

  private StandaloneApplicationClusterEntryPoint(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  public static void main(String[] args) {
    EnvironmentInformation.logEnvironmentInfo(LOG, StandaloneApplicationClusterEntryPoint.class.getSimpleName(), args);
    SignalHandler.register(LOG);
    JvmShutdownSafeguard.installAsShutdownHook(LOG);

    StandaloneApplicationClusterEntryPoint entryPoint = null;
    try {
      ApplicationArguments arguments = new CommandLineParser<>(new ApplicationArguments.Parser()).parse(args);
      Configuration configuration = configure(arguments);
      // Before the program is looked for: its jars may lie in a file system that a plugin serves.
      FileSystem.initialize(configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
      PackagedProgram program = installSecurityContext(configuration).runSecured(() -> loadProgram(arguments, configuration));
      configureExecution(configuration, program);
      entryPoint = new StandaloneApplicationClusterEntryPoint(configuration, program);
    } catch (Exception e) {
      LOG.error("Could not create the application program.", e);
      sayLast(Causes.describe("Could not create the application program", e));
      System.exit(STARTUP_FAILURE_RETURN_CODE);
    }
    ClusterEntrypoint.runClusterEntrypoint(entryPoint);
  }

  /** The configuration file, overridden by {@code -D}, {@code --host} and {@code --webui-port}, with job id and savepoint. */
  static Configuration configure(ApplicationArguments arguments) {
    Configuration configuration = loadConfiguration(arguments);
    if (arguments.jobId() != null) {
      configuration.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, arguments.jobId().toHexString());
    }
    SavepointRestoreSettings.toConfiguration(arguments.savepoint(), configuration);
    return configuration;
  }

  private static PackagedProgram loadProgram(ApplicationArguments arguments, Configuration configuration) throws Exception {
    File userLibrary = ClusterEntrypointUtils.tryFindUserLibDirectory().orElse(null);
    File jobJar = null;
    Collection<File> artifacts = null;
    if (arguments.jars().length > 0) {
      ArtifactFetchManager.Result fetched = new ArtifactFetchManager(configuration).fetchArtifacts(arguments.jars());
      jobJar = fetched.getJobJar();
      artifacts = fetched.getArtifacts();
    }
    return DefaultPackagedProgramRetriever.create(
            userLibrary, jobJar, artifacts, arguments.jobClassName(), arguments.getArgs(), configuration)
        .getPackagedProgram();
  }

  /** Reactive mode needs a standalone cluster of one application, which this is. */
  @Override
  protected boolean supportsReactiveMode() {
    return true;
  }

  /** Called when the program's main method threw, too. */
  @Override
  public void onFatalError(Throwable error) {
    LOG.error("The application failed.", error);
    // Stopping the cluster's services logs more lines than a termination message holds: the causes come after them.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      awaitTermination();
      sayLast(Causes.describe("The application failed", error));
    }));
    // As Flink's own handler does; in a thread of its own, since the caller's may be needed to stop the services.
    new Thread(() -> System.exit(RUNTIME_FAILURE_RETURN_CODE), "exit-after-fatal-error").start();
  }

  private void awaitTermination() {
    try {
      getTerminationFuture().get(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      LOG.debug("The cluster's services did not stop in good order.", e);
    }
  }

  private static void sayLast(String text) {
    System.out.println(text);
    System.out.flush();
  }
}

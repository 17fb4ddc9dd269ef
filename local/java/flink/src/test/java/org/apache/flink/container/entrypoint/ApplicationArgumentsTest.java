package org.apache.flink.container.entrypoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.entrypoint.FlinkParseException;
import org.apache.flink.runtime.entrypoint.parser.CommandLineParser;
import org.apache.flink.runtime.jobgraph.RestoreMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationArgumentsTest {
  private static final String JOB_ID = "0123456789abcdef0123456789abcdef";

  @TempDir Path conf;

  private ApplicationArguments parse(String... args) throws Exception {
    Files.writeString(conf.resolve("flink-conf.yaml"), "jobmanager.rpc.address: from-file\nparallelism.default: 1\n");
    String[] all = new String[args.length + 2];
    all[0] = "--configDir";
    all[1] = conf.toString();
    System.arraycopy(args, 0, all, 2, args.length);
    return new CommandLineParser<>(new ApplicationArguments.Parser()).parse(all);
  }

  @Test
  void everythingAfterTheOptionsBelongsToTheProgram() throws Exception {
    ApplicationArguments arguments = parse("--job-classname", "a.Job", "--runner=FlinkRunner", "--jobName=x", "-D", "y");
    assertEquals("a.Job", arguments.jobClassName());
    assertArrayEquals(new String[] {"--runner=FlinkRunner", "--jobName=x", "-D", "y"}, arguments.getArgs());
  }

  @Test
  void optionsReachTheConfiguration() throws Exception {
    Configuration configuration =
        StandaloneApplicationClusterEntryPoint.configure(
            parse("-D", "parallelism.default=7", "-Da.b=c=d", "--host", "10.0.0.1", "--webui-port", "8082", "--job-id", JOB_ID));
    assertEquals("7", configuration.getString("parallelism.default", null));
    assertEquals("c=d", configuration.getString("a.b", null));
    assertEquals("10.0.0.1", configuration.get(JobManagerOptions.ADDRESS));
    assertEquals(8082, configuration.get(RestOptions.PORT));
    assertEquals(JOB_ID, configuration.get(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID));
  }

  @Test
  void aSavepointIsRestoredAsTheOptionsSay() throws Exception {
    SavepointRestoreSettings settings =
        SavepointRestoreSettings.fromConfiguration(
            StandaloneApplicationClusterEntryPoint.configure(
                parse("--fromSavepoint", "s3://b/sp", "--allowNonRestoredState", "-rm", "claim")));
    assertEquals("s3://b/sp", settings.getRestorePath());
    assertTrue(settings.allowNonRestoredState());
    assertEquals(RestoreMode.CLAIM, settings.getRestoreMode());
  }

  @Test
  void withoutOptionsTheFileDecides() throws Exception {
    ApplicationArguments arguments = parse();
    Configuration configuration = StandaloneApplicationClusterEntryPoint.configure(arguments);
    assertNull(arguments.jobClassName());
    assertEquals("from-file", configuration.get(JobManagerOptions.ADDRESS));
    assertNull(configuration.get(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID));
    assertEquals(0, arguments.jars().length);
  }

  @Test
  void jarsAreSeparatedByCommas() throws Exception {
    assertArrayEquals(new String[] {"s3://b/job.jar", "s3://b/lib.jar"}, parse("--jars", "s3://b/job.jar,s3://b/lib.jar").jars());
  }

  @Test
  void aWrongJobIdIsNamed() {
    FlinkParseException error = assertThrows(FlinkParseException.class, () -> parse("--job-id", "xyz"));
    assertTrue(error.getMessage().contains("--job-id must be 32 hexadecimal digits, not \"xyz\""), error.getMessage());
  }

  @Test
  void aWrongPortIsNamed() {
    FlinkParseException error = assertThrows(FlinkParseException.class, () -> parse("--webui-port", "http"));
    assertTrue(error.getMessage().contains("--webui-port must be a number, not \"http\""), error.getMessage());
  }
}

package org.apache.flink.container.entrypoint;

import java.util.Properties;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.cli.CliFrontendParser;
import org.apache.flink.runtime.entrypoint.EntrypointClusterConfiguration;
import org.apache.flink.runtime.entrypoint.FlinkParseException;
import org.apache.flink.runtime.entrypoint.parser.CommandLineOptions;
import org.apache.flink.runtime.entrypoint.parser.ParserResultFactory;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * What {@code standalone-job} was called with: Flink's options first, then, from the first word that is none of them on, the program's own
 * arguments.
 */
final class ApplicationArguments extends EntrypointClusterConfiguration {
  private final String jobClassName;
  private final JobID jobId;
  private final SavepointRestoreSettings savepoint;
  private final String[] jars;

  private ApplicationArguments(
      String configDir,
      Properties dynamicProperties,
      String[] programArguments,
      String host,
      int restPort,
      String jobClassName,
      JobID jobId,
      SavepointRestoreSettings savepoint,
      String[] jars) {
    super(configDir, dynamicProperties, programArguments, host, restPort);
    this.jobClassName = jobClassName;
    this.jobId = jobId;
    this.savepoint = savepoint;
    this.jars = jars;
  }

  /** Null: the one main class that the manifests in {@code usrlib} name. */
  String jobClassName() {
    return jobClassName;
  }

  /** Null: chosen by Flink. */
  JobID jobId() {
    return jobId;
  }

  SavepointRestoreSettings savepoint() {
    return savepoint;
  }

  String[] jars() {
    return jars;
  }

  /** Reads the options with their official names; Flink's {@code CommandLineParser} does the rest. */
  static final class Parser implements ParserResultFactory<ApplicationArguments> {
    private static final Option JOB_CLASS_NAME =
        Option.builder("j").longOpt("job-classname").hasArg().argName("class").desc("Main class of the job.").build();
    private static final Option JOB_ID =
        Option.builder("jid").longOpt("job-id").hasArg().argName("id").desc("Job id, 32 hexadecimal digits.").build();
    private static final Option JARS =
        Option.builder("jars").longOpt("jars").hasArgs().valueSeparator(',').argName("uri,...").desc("The job's jars.").build();
    /** Flink's way to say "the port of the configuration". */
    private static final String NO_PORT = "-1";

    @Override
    public Options getOptions() {
      return new Options()
          .addOption(CommandLineOptions.CONFIG_DIR_OPTION)
          .addOption(CommandLineOptions.REST_PORT_OPTION)
          .addOption(CommandLineOptions.HOST_OPTION)
          .addOption(CommandLineOptions.DYNAMIC_PROPERTY_OPTION)
          .addOption(JOB_CLASS_NAME)
          .addOption(JOB_ID)
          .addOption(JARS)
          .addOption(CliFrontendParser.SAVEPOINT_PATH_OPTION)
          .addOption(CliFrontendParser.SAVEPOINT_ALLOW_NON_RESTORED_OPTION)
          .addOption(CliFrontendParser.SAVEPOINT_RESTORE_MODE);
    }

    @Override
    public ApplicationArguments createResult(CommandLine line) throws FlinkParseException {
      String jobId = line.getOptionValue(JOB_ID.getOpt());
      String restPort = line.getOptionValue(CommandLineOptions.REST_PORT_OPTION.getOpt(), NO_PORT);
      String[] jars = line.getOptionValues(JARS.getOpt());
      try {
        return new ApplicationArguments(
            line.getOptionValue(CommandLineOptions.CONFIG_DIR_OPTION.getOpt()),
            line.getOptionProperties(CommandLineOptions.DYNAMIC_PROPERTY_OPTION.getOpt()),
            line.getArgs(),
            line.getOptionValue(CommandLineOptions.HOST_OPTION.getOpt()),
            Integer.parseInt(restPort),
            line.getOptionValue(JOB_CLASS_NAME.getOpt()),
            jobId == null ? null : JobID.fromHexString(jobId),
            CliFrontendParser.createSavepointRestoreSettings(line),
            jars == null ? new String[0] : jars);
      } catch (NumberFormatException e) {
        throw new FlinkParseException("--webui-port must be a number, not \"" + restPort + "\"", e);
      } catch (IllegalArgumentException e) {
        throw new FlinkParseException("--job-id must be 32 hexadecimal digits, not \"" + jobId + "\"", e);
      }
    }
  }
}

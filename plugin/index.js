// Serves the components of the installed package. It exports none itself: the host would then describe them in its own way.
import "beam-flink/provider";

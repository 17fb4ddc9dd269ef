// KEDA's API: its custom resource definitions come with the module. Apache License 2.0.
module beam-flink.local/test/keda

go 1.26.0

require github.com/kedacore/keda/v2 v2.20.2

module beam-flink.local/pause

go 1.24

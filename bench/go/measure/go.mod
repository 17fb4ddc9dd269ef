module beam-flink.local/bench/measure

go 1.26

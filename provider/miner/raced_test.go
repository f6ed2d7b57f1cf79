//go:build race

package miner

// memoryUnderRace is how many times the memory the race detector takes, at most (by Go's documentation 5 to
// 10).
const memoryUnderRace = 10

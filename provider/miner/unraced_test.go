//go:build !race

package miner

// memoryUnderRace is 1 without the race detector.
const memoryUnderRace = 1

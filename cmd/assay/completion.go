package main

import (
	"github.com/assaymining/assay/hardware"
)

func machineNames() []string { return names(func(hardware.Machine) bool { return true }) }

// usableNames are the machines that --asic takes.
func usableNames() []string { return names(hardware.Machine.Usable) }

func names(want func(hardware.Machine) bool) []string {
	var all []string
	for _, m := range hardware.Catalogue() {
		if want(m) {
			all = append(all, m.Name())
		}
	}
	return all
}

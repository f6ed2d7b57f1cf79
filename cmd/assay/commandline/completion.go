package commandline

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/hardware"
)

// Complete offers values of a flag to the shell.
func Complete(cmd *cobra.Command, flag string, values func() []string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, Offering(values)); err != nil {
		panic("assay: " + err.Error()) // no such flag
	}
}

// Offering gives the shell those of the values that begin with what was typed, in either case.
func Offering(values func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var fit []cobra.Completion
		for _, v := range values() {
			if strings.HasPrefix(strings.ToLower(v), strings.ToLower(typed)) {
				fit = append(fit, v)
			}
		}
		return fit, cobra.ShellCompDirectiveNoFileComp
	}
}

// MachineNames are all machines of the catalogue.
func MachineNames() []string { return names(func(hardware.Machine) bool { return true }) }

// UsableNames are the machines that can be played.
func UsableNames() []string { return names(hardware.Machine.Usable) }

func names(want func(hardware.Machine) bool) []string {
	var all []string
	for _, m := range hardware.Catalogue() {
		if want(m) {
			all = append(all, m.Name())
		}
	}
	return all
}

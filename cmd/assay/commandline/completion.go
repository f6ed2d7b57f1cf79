package commandline

import (
	"strings"

	"github.com/spf13/cobra"
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

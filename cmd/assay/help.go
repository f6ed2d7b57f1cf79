package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageTemplate is cobra's, with the examples first: most readers come for one.
const usageTemplate = `Usage:{{if not .HasAvailableSubCommands}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} VERB{{end}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}{{$cmds := .Commands}}{{range $group := .Groups}}

{{.Title}}{{range $cmds}}{{if (and (eq .GroupID $group.ID) (or .IsAvailableCommand (eq .Name "help")))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if not .AllChildCommandsHaveGroup}}

Verbs:{{range $cmds}}{{if (and (eq .GroupID "") (or .IsAvailableCommand (eq .Name "help")))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Global flags:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

"{{.CommandPath}} VERB --help" says more about a verb.{{end}}
`

// verbMissing runs where a verb is needed: without one it shows the help, with an unknown one it says
// which was probably meant.
func verbMissing(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	m := &misuse{what: fmt.Sprintf("there is no verb %q", cmd.CommandPath()+" "+args[0])}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		m.hint = "did you mean: " + cmd.CommandPath() + " " + strings.Join(near, ", "+cmd.CommandPath()+" ")
	} else if looksLikeOffer(args[0]) {
		m.hint = fmt.Sprintf("to judge an offer, write: assay evaluate %s", args[0])
	} else {
		m.hint = fmt.Sprintf("%q lists the verbs", cmd.CommandPath()+" --help")
	}
	return m
}

func looksLikeOffer(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular() || strings.HasSuffix(name, ".yaml") ||
		strings.HasSuffix(name, ".json")
}

// prose is a text that begins on a line of its own.
func prose(text string) string { return strings.TrimPrefix(text, "\n") }

// flagMistake turns pflag's complaint into one with the flag that was probably meant.
func flagMistake(cmd *cobra.Command, err error) error {
	if invalid, ok := err.(*pflag.InvalidValueError); ok { // units' errors bring their own repair
		return &misuse{what: fmt.Sprintf("--%s: %v", invalid.GetFlag().Name, invalid.Unwrap())}
	}
	m := &misuse{what: err.Error(), hint: fmt.Sprintf("%q lists the flags", cmd.CommandPath()+" --help")}
	if unknown, ok := err.(*pflag.NotExistError); ok {
		m.what = fmt.Sprintf("there is no flag --%s", unknown.GetSpecifiedName())
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			m.what = fmt.Sprintf("there is no flag -%s", unknown.GetSpecifiedName())
		} else if near := nearFlags(cmd, unknown.GetSpecifiedName()); near != "" {
			m.hint = "did you mean: " + near
		}
	}
	return m
}

// nearFlags uses cobra's own measure of nearness, which it offers for verbs alone.
func nearFlags(cmd *cobra.Command, name string) string {
	var flags cobra.Command
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			flags.AddCommand(&cobra.Command{Use: f.Name, Run: func(*cobra.Command, []string) {}})
		}
	})
	flags.SuggestionsMinimumDistance = 2
	near := flags.SuggestionsFor(name)
	for i := range near {
		near[i] = "--" + near[i]
	}
	return strings.Join(near, ", ")
}

// arguments wants between least and most arguments (most < 0: any number) and names what is missing.
func arguments(least, most int, missing string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		example := strings.TrimSpace(strings.SplitN(cmd.Example, "\n", 2)[0])
		switch {
		case len(args) < least:
			return &misuse{fmt.Sprintf("%s needs %s", cmd.CommandPath(), missing), "for example: " + example}
		case most >= 0 && len(args) > most:
			return &misuse{fmt.Sprintf("%s takes no argument %q", cmd.CommandPath(), args[most]),
				"for example: " + example}
		}
		return nil
	}
}

package commandline

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// UsageTemplate is cobra's, with the examples first: most readers come for one.
const UsageTemplate = `Usage:{{if not .HasAvailableSubCommands}}
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

// VerbMissing runs where a verb is needed: without one it shows the help, with an unknown one it says
// which was probably meant.
func VerbMissing(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	m := &Mistake{What: fmt.Sprintf("there is no verb %q", cmd.CommandPath()+" "+args[0])}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		m.Hint = "did you mean: " + cmd.CommandPath() + " " + strings.Join(near, ", "+cmd.CommandPath()+" ")
	} else if looksLikeOffer(args[0]) {
		m.Hint = fmt.Sprintf("to judge an offer, write: assay evaluate %s", args[0])
	} else {
		m.Hint = fmt.Sprintf("%q lists the verbs", cmd.CommandPath()+" --help")
	}
	return m
}

func looksLikeOffer(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular() || strings.HasSuffix(name, ".yaml") ||
		strings.HasSuffix(name, ".json")
}

// Prose is a text that begins on a line of its own.
func Prose(text string) string { return strings.TrimPrefix(text, "\n") }

// FlagMistake turns pflag's complaint into one with the flag that was probably meant.
func FlagMistake(cmd *cobra.Command, err error) error {
	if invalid, ok := err.(*pflag.InvalidValueError); ok { // units' errors bring their own repair
		return &Mistake{What: fmt.Sprintf("--%s: %v", invalid.GetFlag().Name, invalid.Unwrap())}
	}
	m := &Mistake{What: err.Error(), Hint: fmt.Sprintf("%q lists the flags", cmd.CommandPath()+" --help")}
	if unknown, ok := err.(*pflag.NotExistError); ok {
		m.What = fmt.Sprintf("there is no flag --%s", unknown.GetSpecifiedName())
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			m.What = fmt.Sprintf("there is no flag -%s", unknown.GetSpecifiedName())
		} else if near := nearFlags(cmd, unknown.GetSpecifiedName()); near != "" {
			m.Hint = "did you mean: " + near
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

// Arguments wants between least and most arguments (most < 0: any number) and names what is missing.
func Arguments(least, most int, missing string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		example := strings.TrimSpace(strings.SplitN(cmd.Example, "\n", 2)[0])
		switch {
		case len(args) < least:
			return &Mistake{fmt.Sprintf("%s needs %s", cmd.CommandPath(), missing), "for example: " + example}
		case most >= 0 && len(args) > most:
			return &Mistake{fmt.Sprintf("%s takes no argument %q", cmd.CommandPath(), args[most]),
				"for example: " + example}
		}
		return nil
	}
}

package commandline

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/need"
)

// Settings is evidence that flags set: what it holds before they are added are their defaults.
type Settings struct{ assay.Evidence }

// Flags makes a flag of each named setting.
func (s *Settings) Flags(cmd *cobra.Command, names ...need.Setting) {
	for _, name := range names {
		setting, ok := assay.SettingOf(name)
		if !ok {
			panic(fmt.Sprintf("assay: there is no setting %s", name))
		}
		f := cmd.Flags().VarPF(&settingFlag{setting, &s.Evidence}, string(name), "", setting.Usage)
		if setting.YesOrNo {
			f.NoOptDefVal = "true"
		}
	}
}

// Flag makes a flag of a setting that has another meaning for this verb.
func (s *Settings) Flag(cmd *cobra.Command, name need.Setting, usage string) {
	s.Flags(cmd, name)
	cmd.Flags().Lookup(string(name)).Usage = usage
}

// settingFlag is one setting as a flag.
type settingFlag struct {
	assay.Setting
	to *assay.Evidence
}

// Set reads the value.
func (f *settingFlag) Set(text string) error { return f.to.Set(f.Name, text) }

// String is what is set.
func (f *settingFlag) String() string { return f.to.Text(f.Name) }

// Type names the value where the usage text does not in backquotes.
func (f *settingFlag) Type() string {
	switch {
	case f.YesOrNo:
		return "bool"
	case strings.Contains(f.Usage, "`") || f.Many:
		return ""
	case f.Name == need.Seed:
		return "uint"
	}
	return "int"
}

// InFlags are the words of the command line for a setting.
func InFlags(name need.Setting, example string) string {
	switch name {
	case need.Quotes:
		return "assay data update, then --live"
	case need.History, need.Store, need.NodeCookie, need.HTML, need.Esplora:
	default:
		if _, ok := assay.SettingOf(name); !ok {
			return ""
		}
	}
	return strings.TrimSuffix("--"+string(name)+" "+example, " ")
}

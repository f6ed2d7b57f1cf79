package commandline

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// once is a flag of a single value: a second one is refused, since the first would be lost without a word.
type once struct {
	pflag.Value
	given bool
}

// Set reads the value, the first time.
func (o *once) Set(text string) error {
	if o.given {
		return errors.New("it is given twice, and has one value")
	}
	o.given = true
	return o.Value.Set(text)
}

// SingleValued makes every flag of a command and those below it refuse a second value, but for those that may
// be repeated.
func SingleValued(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		setting, ok := f.Value.(*settingFlag)
		kind := f.Value.Type()
		many, _ := f.Value.(interface{ Repeatable() bool })
		if ok && setting.Many || many != nil && many.Repeatable() ||
			strings.HasSuffix(kind, "Array") || strings.HasSuffix(kind, "Slice") {
			return
		}
		f.Value = &once{Value: f.Value}
	})
	for _, below := range cmd.Commands() {
		SingleValued(below)
	}
}

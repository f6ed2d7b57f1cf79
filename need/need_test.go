package need

import (
	"fmt"
	"testing"
)

func flag(name Setting, example string) string {
	if name != AsOf && name != Price && name != FX {
		return ""
	}
	if example != "" {
		example = " " + example
	}
	return "--" + string(name) + example
}

func TestSay(t *testing.T) {
	for message, want := range map[string]string{
		"":                                     "",
		fmt.Sprintf("choose another %s", AsOf): "choose another --as-of",
		fmt.Sprintf("give one with %s; or none", Price.As("76000USD")): "give one with --price 76000USD; or none",
		FX.As("EUR=1.08") + AsOf.String():                              "--fx EUR=1.08--as-of",
		"the seller says “as of” and “price":                           "the seller says “as of” and “price",
		"“quoted “as-of” inside”":                                      "“quoted --as-of inside”",
		"“unknown=1” then “as-of”":                                     "“unknown=1” then --as-of",
		"””““":                                                         "””““",
	} {
		if got := Say(message, flag); got != want {
			t.Errorf("%q: %q, want %q", message, got, want)
		}
	}
}

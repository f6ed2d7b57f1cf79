package reading

import (
	"fmt"
	"os"
	"testing"
)

func TestDebug(t *testing.T) {
	text := os.Getenv("T")
	if text == "" {
		t.Skip()
	}
	d := parse(text)
	for _, c := range d.clauses {
		fmt.Printf("-- %s\n  ", d.text[c.from:c.to])
		for _, k := range c.tokens {
			if names[k.concept] != "stop" {
				fmt.Printf("%s<%s> ", names[k.concept], d.text[k.from:k.to])
			}
		}
		fmt.Println()
		for _, v := range c.values {
			fmt.Printf("  value %+v %q role %s %s\n", v, d.text[v.from:v.to], c.roleOf(v, percentRoles), c.roleOf(v, moneyRoles))
		}
	}
	r := Read(text)
	for _, s := range r.Statements {
		fmt.Printf("  => %s %s %q hedged=%v grave=%v\n", s.What, s.Value, s.Quote, s.Hedged, s.Grave)
	}
	fmt.Println(r.NotUnderstood, r.Language)
}

package hardware

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assaymining/assay/units"
)

// Wanted picks machines; what is zero leaves none out.
type Wanted struct {
	Name   string // part of it, however it is written
	Maker  string
	Draws  *units.Efficiency // at most
	AsOf   *units.Date       // out and seen by then
	Priced bool              // seen for sale
}

// NoMaker says that no machine of the catalogue is of a maker.
type NoMaker struct{ Name string }

// Error names the maker.
func (n *NoMaker) Error() string { return fmt.Sprintf("no maker %.60q in the catalogue", n.Name) }

// Select is the machines that are wanted, newest first. A name that fits nothing is an error with the nearest
// names, other wishes that leave nothing are answered by an empty list.
func Select(w Wanted) ([]Machine, error) {
	list := like(w.Name)
	exact, err := Find(w.Name)
	if len(list) == 0 {
		return nil, err
	}
	if err == nil {
		list = []Machine{exact}
	}
	if w.Maker != "" && !slices.ContainsFunc(Makers(),
		func(m string) bool { return strings.EqualFold(m, w.Maker) }) {
		return nil, &NoMaker{w.Maker}
	}
	list = slices.DeleteFunc(list, func(m Machine) bool {
		return w.Maker != "" && !strings.EqualFold(m.Maker, w.Maker) ||
			w.Draws != nil && m.Efficiency > *w.Draws ||
			w.AsOf != nil && !m.outBy(*w.AsOf) ||
			w.Priced && len(m.pricesUntil(w.AsOf)) == 0
	})
	slices.SortStableFunc(list, func(a, b Machine) int {
		if c := b.Released.Year - a.Released.Year; c != 0 {
			return c
		}
		return b.Released.Month - a.Released.Month
	})
	return list, nil
}

// Makers are the makers of the catalogue, by name.
func Makers() []string {
	var out []string
	for _, m := range Catalogue() {
		if !slices.Contains(out, m.Maker) {
			out = append(out, m.Maker)
		}
	}
	slices.Sort(out)
	return out
}

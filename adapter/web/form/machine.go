package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/units"
)

// machineBox is the name of the box in which a machine of the catalogue is picked.
const machineBox = "machine"

// machines are those of the catalogue that can be reckoned with, the newest first.
func machines() []hardware.Machine {
	var out []hardware.Machine
	for _, m := range hardware.Catalogue() {
		if m.Usable() && m.Conflict == "" && m.Released.Known() && m.Released.Year >= oldestMachine {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b hardware.Machine) int {
		if c := int(b.Released.End() - a.Released.End()); c != 0 {
			return c
		}
		return strings.Compare(a.Name(), b.Name())
	})
	return out
}

// oldestMachine is the year from which machines are offered in the list; older ones can be typed.
const oldestMachine = 2018

// machineField is the list of machines, the offer's own chosen.
func machineField(tree *Tree) Field {
	f := Field{Path: machineBox, Label: "Machine", Choices: []Choice{{"", "another, or not stated"}},
		Value: tree.At("hardware.model")}
	known := f.Value == ""
	for _, m := range machines() {
		f.Choices = append(f.Choices, Choice{m.Name(), m.Name() + ", " + efficiency(m)})
		known = known || m.Name() == f.Value
	}
	if !known {
		f.Choices = append(f.Choices, Choice{f.Value, f.Value})
	}
	return f
}

func efficiency(m hardware.Machine) string { return m.Efficiency.String() }

// pick writes a machine that was chosen: its name, and its hashrate and efficiency where they are blank or
// were those of the machine before.
func (f *Form) pick(tree *Tree, q url.Values) {
	name := q.Get(machineBox)
	before := tree.At("hardware.model")
	if name == "" || name == before {
		return
	}
	m, err := hardware.Find(name)
	if err != nil || !m.Usable() {
		return
	}
	was, _ := hardware.Find(before)
	replace := func(path, old, now string) {
		if have := tree.At(path); have == "" || have == old {
			tree.Put(path, now)
			f.set(path, now)
		}
	}
	tree.Put("hardware.model", m.Name())
	f.set("hardware.model", m.Name())
	f.set(machineBox, m.Name())
	n, err := strconv.Atoi(tree.At("hardware.count"))
	if err != nil || n < 1 {
		n = 1
	}
	replace("hashrate", hashrate(was, n), hashrate(m, n))
	replace("hardware.efficiency", efficiency(was), efficiency(m))
	if tree.At("fees[0].energy_price") != "" {
		replace("fees[0].efficiency", efficiency(was), efficiency(m))
	}
}

// hashrate is that of some machines of a kind.
func hashrate(m hardware.Machine, n int) string {
	return units.Format(m.Hashrate.TH()*float64(n), 6) + " TH/s"
}

// set shows a value in its box.
func (f *Form) set(path, value string) {
	for _, one := range f.All() {
		if one.Path == path {
			one.Value = value
		}
	}
}

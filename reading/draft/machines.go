package draft

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/units"
)

// rigs is what the text says of machines: how many there are, what one takes, and which keys are of one.
type rigs struct {
	n     int
	power reading.Statement // "3.5 kW"
	each  []string          // paths of keys
}

func (r *rigs) number(s reading.Statement) {
	if n, err := strconv.Atoi(s.Value); err == nil && r.n == 0 {
		r.n = n
	}
}

// of marks a key as one of a single machine, where the statement that gave it is.
func (b *builder) of(path string, s reading.Statement) {
	for _, k := range b.keys {
		if k.Path == path && s.Each && k.From == s.From {
			b.rigs.each = append(b.rigs.each, path)
		}
	}
}

// Bounds, in J/TH, on what the power and the hashrate of one machine give: what lies beyond is no machine's.
const (
	leastJoules = 5
	mostJoules  = 200
)

// machines makes what is said of one machine that of all, and of its power the energy that it takes.
func (b *builder) machines() {
	b.efficiency()
	b.sheet()
	if b.rigs.n < 2 {
		return
	}
	b.total()
	for _, path := range b.rigs.each {
		b.times(path, float64(b.rigs.n))
	}
	for i := range b.keys {
		k := &b.keys[i]
		if k.Path == "price.upfront" && k.Doubt == "" {
			k.Doubt = "taken for all " + strconv.Itoa(b.rigs.n) +
				" machines, as nothing says that it is for each"
		}
	}
}

// total takes the hashrate for that of one machine where the text also gives that of all: "10 machines of 200
// TH/s (2 PH/s in all)".
func (b *builder) total() {
	ofOne, _ := b.doc["hashrate"].(string)
	one, err := units.ParseHashrate(ofOne)
	at := slices.IndexFunc(b.other, func(o Contradiction) bool { return o.Path == "hashrate" })
	if err != nil || at < 0 || slices.Contains(b.rigs.each, "hashrate") {
		return
	}
	if slices.ContainsFunc(b.other[at].Values, func(v string) bool {
		all, err := units.ParseHashrate(v)
		return err == nil && math.Abs(all.TH()/(one.TH()*float64(b.rigs.n))-1) < 1e-6
	}) {
		b.rigs.each = append(b.rigs.each, "hashrate")
		b.other = slices.Delete(b.other, at, at+1)
	}
}

// efficiency is the power of a machine over its hashrate.
func (b *builder) efficiency() {
	hardware, _ := b.doc["hardware"].(map[string]any)
	ths := b.hashrateOfOne()
	if hardware["efficiency"] != nil || ths == 0 {
		return
	}
	kilowatts, err := strconv.ParseFloat(strings.TrimSuffix(b.rigs.power.Value, " kW"), 64)
	if err != nil {
		return
	}
	if joules := kilowatts * 1000 / ths; joules >= leastJoules && joules <= mostJoules {
		b.set("hardware.efficiency", strconv.FormatFloat(joules, 'g', 4, 64)+" J/TH", b.rigs.power)
	}
}

// sheetFits is how far the hashrate in the text may lie from that of the catalogue's machine, a fraction.
const sheetFits = 0.05

// sheet enters what the catalogue knows of the machine that the text names and does not say itself: its
// hashrate where the model comes in one, the energy that it takes.
func (b *builder) sheet() {
	hardware, _ := b.doc["hardware"].(map[string]any)
	model, _ := hardware["model"].(string)
	if model == "" || hardware["efficiency"] != nil && b.doc["hashrate"] != nil {
		return
	}
	said := b.keys[slices.IndexFunc(b.keys, func(k Key) bool { return k.Path == "hardware.model" })]
	words := reading.Statement{Quote: said.Quote, From: said.From, To: said.To}
	m, err := catalogued(model, b.hashrateOfOne())
	if err != nil || !m.Usable() {
		return
	}
	enter := func(path, value string) {
		b.set(path, value, words)
		b.keys[len(b.keys)-1].Doubt = "of the catalogue's " + m.Name() + ", not of the text"
	}
	if b.doc["hashrate"] == nil {
		enter("hashrate", strconv.FormatFloat(m.Hashrate.TH(), 'g', 6, 64)+" TH/s")
		if b.rigs.n > 1 {
			b.times("hashrate", float64(b.rigs.n))
		}
	}
	if hardware["efficiency"] == nil {
		joules := float64(m.Power) / m.Hashrate.TH()
		enter("hardware.efficiency", strconv.FormatFloat(joules, 'g', 4, 64)+" J/TH")
	}
}

// catalogued is the machine of the catalogue that goes by a model and has about a hashrate, in TH/s; 0 asks
// for the only one.
func catalogued(model string, ths float64) (hardware.Machine, error) {
	m, err := hardware.Find(model)
	if err != nil && ths > 0 {
		m, err = hardware.Find(model + " " + strconv.FormatFloat(ths, 'f', -1, 64) + "T")
	}
	if err == nil && ths > 0 && m.Usable() && math.Abs(ths/m.Hashrate.TH()-1) > sheetFits {
		return m, errOther
	}
	return m, err
}

var errOther = errors.New("another hashrate than the catalogue's")

// hashrateOfOne is the hashrate of one machine in TH/s, 0 where the text gives none.
func (b *builder) hashrateOfOne() float64 {
	text, _ := b.doc["hashrate"].(string)
	h, err := units.ParseHashrate(text)
	if err != nil {
		return 0
	}
	if n := b.rigs.n; n > 1 && !slices.Contains(b.rigs.each, "hashrate") {
		return h.TH() / float64(n)
	}
	return h.TH()
}

// daily makes an amount that is charged each day one for each TH/s: "$5.10 a day" of 100 TH/s.
func (b *builder) daily() {
	text, _ := b.doc["hashrate"].(string)
	h, err := units.ParseHashrate(text)
	for _, s := range b.byDay {
		amount, unit, _ := strings.Cut(strings.TrimSuffix(s.Value, "/day"), " ")
		v, bad := strconv.ParseFloat(amount, 64)
		if err != nil || bad != nil || h.TH() <= 0 {
			continue
		}
		each := strconv.FormatFloat(v/h.TH(), 'g', 6, 64) + " " + unit + "/TH/day"
		b.addFee("service", "per_hashrate_day", each, s)
		b.keys[len(b.keys)-1].Doubt = s.Value + " for " + text
	}
}

// times multiplies the number at the head of a key's value, and says so beside it.
func (b *builder) times(path string, n float64) {
	for i := range b.keys {
		k := &b.keys[i]
		number, unit, _ := strings.Cut(k.Value, " ")
		v, err := strconv.ParseFloat(number, 64)
		if k.Path != path || err != nil {
			continue
		}
		all := strconv.FormatFloat(v*n, 'f', -1, 64) + " " + unit
		k.Doubt = strconv.FormatFloat(n, 'f', -1, 64) + " machines of " + k.Value + " each"
		k.Value = all
		b.doc = put(b.doc, strings.Split(path, "."), all).(map[string]any)
	}
}

// held makes months of a charge that are deposited an amount, where the charge is known: "two months' rent".
func (b *builder) held() {
	if b.months == nil || b.rigs.n > 1 || strings.Contains(b.months.Value, " of ") {
		return
	}
	list, _ := b.doc["fees"].([]any)
	number, _, _ := strings.Cut(b.months.Value, " ")
	n, err := strconv.ParseFloat(number, 64)
	for _, o := range list {
		rent, _ := o.(map[string]any)["per_month"].(string)
		each, unit, ok := strings.Cut(rent, " ")
		v, bad := strconv.ParseFloat(each, 64)
		if !ok || err != nil || bad != nil {
			continue
		}
		b.set("price.deposit", strconv.FormatFloat(v*n, 'f', -1, 64)+" "+unit, *b.months)
		if k := &b.keys[len(b.keys)-1]; k.Path == "price.deposit" {
			k.Doubt = b.months.Value + " of " + rent + " a month"
		}
		return
	}
}

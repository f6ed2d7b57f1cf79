package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/offer"
)

// terms are the whole offer as it was judged, each fee and each right on a line of its own.
func (j *judged) terms() {
	var tree map[string]any
	if err := json.Unmarshal(offer.JSON(j.offer), &tree); err != nil {
		panic("report: the JSON of an offer does not decode: " + err.Error())
	}
	t := Table{Label: "The terms"}
	done := map[string]bool{}
	for _, key := range offer.Keys() {
		list, _, listed := strings.Cut(key, "[0]")
		switch {
		case list == "sources": // told with how it was made
		case key == "algorithm" && saidAt(tree, key) == "sha256":
		case listed && !done[list]:
			done[list] = true
			t.Rows = append(t.Rows, entriesOf(tree, list)...)
		case !listed && key != "terms.text":
			if says := saidAt(tree, key); says != "" {
				t.Rows = append(t.Rows, Row{Name: offer.FieldAt(key).Label, Cells: []string{says}})
			}
		}
	}
	j.fold("terms", "The terms it was judged on", t)
}

// named are the lists of an offer as a row calls their entries, and how it says that there are none.
var named = map[string][2]string{
	"fees": {"Fee", "there are none"}, "stops": {"Right to end or pause", "nobody has one"},
	"claims":             {"The seller says", ""},
	"proof.data_centres": {"Place of the machines", "none is named"}, "proof.addresses": {"Address", ""},
}

// entriesOf is a line for each entry of a list, or that it is empty or not stated where that matters.
func entriesOf(tree map[string]any, list string) []Row {
	words := named[list]
	all, stated := find(tree, list).([]any)
	if len(all) == 0 {
		switch {
		case stated && words[1] != "":
			return []Row{{Name: words[0], Cells: []string{words[1]}}}
		case words[1] != "" && list != "proof.data_centres":
			return []Row{{Name: words[0], Cells: []string{"not stated"}, Soft: true}}
		}
		return nil
	}
	var out []Row
	for i := range all {
		var says []string
		name := words[0]
		for _, key := range offer.Keys() {
			rest, ok := strings.CutPrefix(key, list+"[0]")
			if !ok {
				continue
			}
			value := saidAt(tree, fmt.Sprintf("%s[%d]%s", list, i, rest))
			switch {
			case value == "":
			case rest == ".name":
				name += ": " + value
			case rest == "" || rest == ".url" || rest == ".place" || rest == ".says":
				says = append(says, value)
			default:
				label := offer.FieldAt(key).Label
				says = append(says, strings.ToLower(label[:1])+label[1:]+" "+value)
			}
		}
		out = append(out, Row{Name: name, Cells: []string{strings.Join(says, "; ")}})
	}
	return out
}

// find is what stands at a path of an offer.
func find(tree any, path string) any {
	for part := range strings.SplitSeq(path, ".") {
		key, index, indexed := strings.Cut(part, "[")
		m, _ := tree.(map[string]any)
		tree = m[key]
		if indexed {
			var i int
			fmt.Sscanf(index, "%d", &i)
			l, _ := tree.([]any)
			if i >= len(l) {
				return nil
			}
			tree = l[i]
		}
	}
	return tree
}

// saidAt is what an offer says at a path, in words; empty where it says nothing.
func saidAt(tree any, path string) string {
	switch v := find(tree, path).(type) {
	case nil, []any, map[string]any:
		return ""
	case bool:
		if v {
			return "yes"
		}
		return "no"
	default:
		says := fmt.Sprint(v)
		for _, c := range offer.FieldAt(path).Choices {
			if c.Answer == says {
				return c.Label
			}
		}
		return says
	}
}

// ToSign is what the signature on a report stands for: what was judged, on what, and the three words.
func ToSign(o offer.Offer, v *assay.Verdict) string {
	w := v.Verdict
	return fmt.Sprintf("assay/report/v1\noffer %s\nhistory %s\nas of %s, seed %d, paths %d, version %s\n"+
		"economics %s, contract risk %s, trust %s\n", offerHash(o), v.Data.History, v.AsOf, v.Seed, v.Paths,
		v.Version, w.Economics, w.ContractRisk, w.Trust)
}

// offerHash is the hash of an offer in its normal form.
func offerHash(o offer.Offer) string {
	sum := sha256.Sum256(offer.Format(o))
	return "sha256:" + hex.EncodeToString(sum[:])
}

package offer

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// ParseLine reads line n of many: a document as JSON, beside whose keys an "id", text or a number, may stand.
// An offer without an id is called after its seller and product.
func ParseLine(n int, line []byte) (id string, o Offer, err error) {
	id, doc := takeID(line)
	if o, _, err = Parse(fmt.Sprintf("line %d", n), doc); err == nil && id == "" {
		id = describeID(o)
	}
	return id, o, err
}

// takeID takes an "id", text or a number, out of a line that is a JSON object; the document itself has no
// such key. Blanks take its place, so that an error's column is that of the line. A second "id" stays, and
// is refused.
func takeID(line []byte) (id string, doc []byte) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return "", line
	}
	for d.More() {
		from := int(d.InputOffset())
		key, err := d.Token()
		if err != nil {
			return "", line
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return "", line
		}
		if key != "id" {
			continue
		}
		switch value.(type) {
		case string, json.Number:
			return fmt.Sprint(value), blanked(line, from, int(d.InputOffset()))
		}
		return "", line
	}
	return "", line
}

// blanked is the line without what lies from from to to, and without the comma that it leaves behind.
func blanked(line []byte, from, to int) []byte {
	out := bytes.Clone(line)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			out[i] = ' '
		}
	}
	before := bytes.ContainsRune(out[from:to], ',') && bytes.TrimSpace(out[from:to])[0] == ','
	blank(from, to)
	if rest := bytes.TrimLeft(out[to:], " \t\r\n"); !before && len(rest) > 0 && rest[0] == ',' {
		blank(to, len(out)-len(rest)+1)
	}
	return out
}

// describeID names an offer without an id.
func describeID(o Offer) string {
	switch {
	case o.Provider.Name != "" && o.Product != "":
		return o.Provider.Name + " / " + o.Product
	case o.Product != "":
		return o.Product
	}
	return o.Provider.Name
}

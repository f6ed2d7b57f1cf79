package web

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/assaymining/assay/need"
)

// Bounds of an offer in an address. Browsers and proxies pass on some 8 KiB of address; an offer of a
// page of text takes well below one.
const (
	maxLink     = 24 << 10  // characters of the encoded offer
	maxUnpacked = 256 << 10 // bytes of the offer
)

// dictionary holds the words of offers, so that short offers make short links. It belongs to links
// that begin with linkForm: another dictionary needs another letter.
const dictionary = `proof: {buyer_chooses_pool: false, pool_account: "no", data_centres: [], capacity: {sold: , deployed: }}
claims: - {daily_revenue: USD/TH/day} referral: {levels: 0, share: 10%} resale: {transferable: true, market_fee: 5%
uptime: {promised: 98%, compensated: true} stops: - {when: fees_exceed_revenue, for: 21d, then: terminate, by: provider}
payout: {basis: pool_revenue, currency: BTC, every: 1d, minimum: 0.001 BTC, to: custodial wallet, fixed_return: %/day}
fees: [] - {name: pool, revenue_share: 2%} - {name: electricity, efficiency: 15 J/TH, energy_price: 0.05 USD/kWh, paid: deducted,
changeable: true, notice: 30d} - {name: electricity, per_hashrate_day: 0.05 USD/TH/day, paid: separately}
price: {bid: BTC/TH/day} price: {per_hashrate: USD/TH} price: {upfront: 2000 USD}
schema: assay/offer/v1
provider: {name: , website: https://www., leaders_named: true}
product: 
kind: hosted market token cloud
seen: 2026-2025-20
sources:
  - url: https://www.
    quote: 
algorithm: sha256
hashrate: 100 TH/s
start_delay: 0d
term: open term: 360d
`

const linkForm = "a"

// pack makes the part of a link that holds an offer: zlib (RFC 1950) with the dictionary, in base64url.
func pack(doc []byte) (string, error) {
	var b bytes.Buffer
	z, err := zlib.NewWriterLevelDict(&b, zlib.BestCompression, []byte(dictionary))
	if err != nil {
		return "", err
	}
	if _, err = z.Write(doc); err == nil {
		err = z.Close()
	}
	return linkForm + base64.RawURLEncoding.EncodeToString(b.Bytes()), err
}

// unpack reads what pack made; the error is for the reader of a broken link.
func unpack(s string) ([]byte, error) {
	if len(s) > maxLink {
		return nil, fmt.Errorf("the offer in this link is longer than any that was made here")
	}
	broken := fmt.Errorf("the offer in this link cannot be read: was the end of the link cut off?")
	body, ok := strings.CutPrefix(s, linkForm)
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if !ok || err != nil {
		return nil, broken
	}
	z, err := zlib.NewReaderDict(bytes.NewReader(raw), []byte(dictionary))
	if err != nil {
		return nil, broken
	}
	doc, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	if err != nil || len(doc) > maxUnpacked {
		return nil, broken
	}
	return doc, nil
}

// link is the address of a page that shows an offer under choices; false where the offer is too long
// for one.
func (s *Server) link(path string, doc []byte, chosen map[need.Setting]string) (string, bool) {
	packed, err := pack(doc)
	if err != nil || len(packed) > maxLink {
		return "", false
	}
	q := url.Values{"o": {packed}}
	for name, v := range chosen {
		if v != "" {
			q.Set(string(name), v)
		}
	}
	return s.Base + path + "?" + q.Encode(), true
}

package fetch

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// An address that somebody gave is asked on the public internet alone, whatever a name or a redirect leads
// to: the one that is dialled counts, in whichever form an address of the old kind is written.
func TestPublicAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "2606:4700:4700::1111": true, "2a00:1450:4001:830::200e": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "0.1.2.3": false,
		"198.18.0.1": false, "240.0.0.1": false, "255.255.255.255": false, "224.0.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fec0::1": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::ffff:8.8.8.8": true, "::127.0.0.1": false,
		"64:ff9b::10.0.0.1": false, "64:ff9b:1::a00:1": false, "2002:a00:1::1": false, "2001::1": false,
		"fd00:ec2::254": false,
	} {
		at := netip.AddrPortFrom(netip.MustParseAddr(address), 80).String()
		if err := public("tcp", at, nil); (err == nil) != want {
			t.Errorf("%s: %v, public %v", address, err, want)
		}
	}
	if public("tcp", "localhost:80", nil) == nil {
		t.Error("a name is dialled")
	}
}

// Who asks an address that somebody gave dials no private network himself, and has no proxy do it.
func TestPublicOnly(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	c := New(Options{PublicOnly: true, Retries: -1})
	if _, err := c.Do(t.Context(), Request{URL: s.URL}); err == nil || !strings.Contains(err.Error(), "private network") {
		t.Errorf("a server of this machine: %v", err)
	}
	if c.http.Transport.(*http.Transport).Proxy != nil {
		t.Error("a proxy is asked, which may stand in a private network")
	}
}

// What was asked under https is not asked again without.
func TestNoFallToHTTP(t *testing.T) {
	ask := func(address string) *http.Request {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Request{URL: u}
	}
	via := []*http.Request{ask("https://a.example/x")}
	if err := redirect(ask("http://a.example/y"), via); err == nil || !strings.Contains(err.Error(), "https to http") {
		t.Errorf("from https to http: %v", err)
	}
	if err := redirect(ask("https://a.example/y"), via); err != nil {
		t.Errorf("within https: %v", err)
	}
}

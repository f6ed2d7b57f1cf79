package fetch

import (
	"net/netip"
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

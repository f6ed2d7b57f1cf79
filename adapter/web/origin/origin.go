// Package origin tells whether a request is for this server, and whether another site makes it.
//
// Nothing in it is promised to other modules.
package origin

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Names are those that a server answers to.
type Names struct {
	Listens string   // address listened on, as 127.0.0.1:8480; "": any
	Also    []string // further names
}

// Known reports whether the Host of a request is a name of this server. A page elsewhere can make its own
// name lead to this server (DNS rebinding), and would then read what it answers; it cannot make a browser
// send another name. Names are those of the configuration, this machine's own, and the address listened on.
// Where that is every address, any is right: nobody can rebind an address.
func (n Names) Known(host string) bool {
	name := hostName(host)
	if name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true // who sends none, as HTTP/1.0 allows, is no browser
	}
	for _, own := range n.Also {
		if name == hostName(own) {
			return true
		}
	}
	own := hostName(n.Listens)
	if name == own {
		return true
	}
	ip, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	listens, err := netip.ParseAddr(own)
	return ip.IsLoopback() || own == "" ||
		err == nil && (listens.IsUnspecified() || ip.Unmap() == listens.Unmap())
}

// hostName is the name or address in a Host header or a listening address, without port, brackets and final
// dot.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// Foreign reports whether another site makes a browser ask for a path below the base. A link may lead from
// there to a page: that is a navigation of the whole window, by GET. It may not fetch, embed or send
// anything, nor lead to the API or a download, which all make work that nobody sees.
func Foreign(r *http.Request, path string) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	switch site {
	case "same-origin", "none":
		return false
	case "": // a browser of before 2023, or a program
		origin, err := url.Parse(r.Header.Get("Origin"))
		return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Header.Get("Origin") != "" &&
			(err != nil || !strings.EqualFold(origin.Host, r.Host))
	}
	follows := r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" &&
		r.Header.Get("Sec-Fetch-Dest") == "document"
	return !follows || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/download/")
}

package page

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"
)

// mostInQR is the longest address that a telephone still reads from paper at 26 mm: version 17 with the
// least correction holds 644 bytes in 85 modules, of 0.3 mm each (ISO/IEC 18004).
const mostInQR = 644

// code is an address as a QR code; empty where it is too long to be read from paper.
func code(address string) template.HTML {
	if address == "" || len(address) > mostInQR {
		return ""
	}
	c, err := qr.Encode(address, qr.L)
	if err != nil {
		return ""
	}
	const quiet = 4 // modules around it that stay white
	var path strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			n := 0
			for x+n < c.Size && c.Black(x+n, y) {
				n++
			}
			if n > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, n, n)
				x += n
			}
		}
	}
	size := c.Size + 2*quiet
	return template.HTML(fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %d" role="img" `+
		`aria-label="The address of this verdict as a QR code"><path d="%s"/></svg>`,
		size, size, path.String()))
}

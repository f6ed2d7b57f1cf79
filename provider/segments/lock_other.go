//go:build !unix

package segments

import "os"

// lockFile opens the file alone: systems without flock do not keep a second process out.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
}

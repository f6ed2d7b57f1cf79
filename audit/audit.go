// Package audit tells a holder whether what was paid is what was owed.
package audit

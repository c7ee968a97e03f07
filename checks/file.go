package checks

// File is a file as it was read.
type File struct {
	Name string // as on disk, whatever its case
	Data []byte
	// Err says in one line why the file could not be read whole ("is 50 MB,
	// 16 MB allowed", "permission denied"); Data is then empty.
	Err string
}

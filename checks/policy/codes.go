package policy

// The pages of the session on which things are mended.
const (
	onPackage    = "Package"
	onConnector  = "Connector"
	onProperties = "Properties"
	onSource     = "Source"
)

func codes() []Code {
	return []Code{
		{"5000.1.1.1", "Icon validation failure", "the package contains an icon", "P28, P29, P30", onPackage},
		{"5000.1.1.2", "Missing readme file", "the package contains a readme, which is intro.md", "P04, P58", onPackage},
		{"5000.1.1.3", "Missing apiDefinition.json", "the definition is in the package", "P23", onPackage},
		{"5000.1.1.4", "Malware error", "no malware; executables are not asked for", "P06", onPackage},
		{"5000.1.1.5", "Missing files in package", "the inner package, intro.md, and customProperties.json with several ways to sign in", "P04, P05, P07", onPackage},
		{"5000.1.1.6", "Missing flows in package", "a flow solution and a connector solution", "P19", onPackage},
		{"5000.1.1.7", "Missing flow with connector in package", "a solution with a flow that contains the connector", "P33, P34", onPackage},
		{"5000.1.1.8", "Missing connector in package", "a solution with the connector", "P18, P32", onPackage},
		{"5000.1.1.9", "Missing searchable actions", "actions that can be searched for, by the sample flow", "P35", onPackage},
		{"5000.1.1.10", "Missing connector deployment artifacts", "all valid artifacts", "P15, P24", onPackage},
		{"5000.1.1.11", "Incorrect placement of files", "the inner package at the root; usually a folder wraps it", "P03, P05", onPackage},
		{"5000.1.1.12", "Invalid package structure", "the folder PkgAssets in the inner package", "P08, P09, P10", onPackage},
		{"5000.1.1.13", "Missing solution zip", "the solutions' .zip files", "P12, P13", onPackage},
		{"5000.1.1.14", "Missing workflow folder", "the folder Workflows in the flow solution", "P21", onPackage},
		{"5000.1.1.15", "Invalid workflow solution", "customizations.xml and the workflow files agree", "P22", onPackage},
		{"5000.1.1.16", "Incorrect placement of solution", "the solution at the right path, and valid: what its manifest names is there", "P14, P16, P17", onPackage},
		{"5000.1.1.17", "Invalid connector content", "the content of the folder Connector; the rest of its text is not known here", "P23–P27", onPackage},
		{"5000.2.1.1", "Brand colour", "a valid colour, not #ffffff and not the default #007ee5", "P31", onPackage},
		{"5000.2.1.2", "Icon size in bytes", "1 MB at most", "P28", onPackage},
		{"5000.2.1.3", "Icon format", "a PNG", "P28", onPackage},
		{"5000.2.1.4", "Icon dimensions", "square, 100 to 230 pixels", "P28", onPackage},
		{"5000.2.1.5", "Icon transparency", "no transparent background", "P29", onPackage},
		{"5000.2.2.1", "Title length", "30 characters at most", "P47", onConnector},
		{"5000.2.2.2", "Reserved words in the title", "no API, Connector, Power Apps and the like", "P47", onConnector},
		{"5000.2.2.3", "End of the title", "a letter or digit", "P47", onConnector},
		{"5000.2.2.5", "Unique title", "no other connector of that title", "P47", onConnector},
		{"5000.2.3.1", "Language of the description", "English", "P48", onConnector},
		{"5000.2.3.2", "Grammar of the description", "free of errors", "P48", onConnector},
		{"5000.2.3.4", "Length of the description", "30 to 500 characters", "P48", onConnector},
		{"5000.2.3.5", "Product names in the description", "written as Microsoft writes them", "P48", onConnector},
		{"5000.2.3.6", "Content of the description", "no addresses, instructions, emoji or odd characters", "P48", onConnector},
		{"5000.2.4.1", "Response schema", "the exact schema of the response", "", onConnector},
		{"5000.2.4.2", "Default response", "no default response with a schema", "", onConnector},
		{"5000.2.4.4", "Empty schema", "no empty schema", "", onConnector},
		{"5000.2.4.5", "Empty operation", "no empty operation", "", onConnector},
		{"5000.2.4.6", "Empty schema", "no empty schema", "", onConnector},
		{"5000.2.6.2", "Swagger", "properly structured, complete, OpenAPI 2.0", "P44, P46", onConnector},
		{"5000.2.6.3", "Swagger version", "2.0", "P23", onConnector},
		{"5000.2.6.4", "Host", "the production host", "P45", onConnector},
		{"5000.2.6.9", "Connection parameters", "uiDefinition is filled", "P50", onConnector},
		{"5000.2.6.10", "Connection parameters", "the description in uiDefinition is filled", "P50", onConnector},
		{"5000.3.1.2", "Package URI expired", "the SAS link still opens at review, 4 days or more", "P63", onPackage},
		{"5000.3.1.3", "Website", "a valid website", "P44", onConnector},
		{"5000.3.1.4", "Support email", "a valid address", "P49", onConnector},
		{"5000.3.1.5", "Privacy policy", "a valid page that is the privacy policy", "P44, P73", onProperties},
		{"5000.3.1.6", "HTTPS", "https with TLS 1.2 or newer", "P51, P73", onConnector},
	}
}

const (
	saving  = "Save draft, tab Packages"
	report  = "the certification report"
	onPull  = "the pull request"
	rebuild = "Change the connector in the maker portal, publish all customizations, export the solution again; never edit an export."
)

// sentences are the answers that are known, word for word.
func sentences() []Sentence {
	return []Sentence{
		{"Solution package not found at root", saving, "the outer .zip has no inner .zip at its root, or the solutions lie at the wrong depth", "The outer .zip holds intro.md and one .zip.", "5000.1.1.11", onPackage},
		{"Only one solution package zip should be present at the root", saving, "both solutions lie flat in the outer .zip", "Put both into the inner .zip, in PkgAssets.", "5000.1.1.11", onPackage},
		{"'PkgAssets' folder missing", saving, "a bare solution is used as the inner .zip", "Put the solutions into a folder PkgAssets in the inner .zip.", "5000.1.1.12", onPackage},
		{"Looks like this is not an OAuth connector. Kindly uncheck the box to proceed further.", saving, "the box is ticked, and the first connector by name has no connection parameters: often a second one, left over", "Remove the left-over connector from the solution and export again, or untick the box.", "", onPackage},
		{"InvalidArgument", saving, "a space before the SAS link, or a fault of the package that has no name; the page shows no text", "Paste the link again without spaces.", "", onPackage},
		{"Payload processing status: Completed", "Review and publish", "nothing is wrong", "Press Publish.", "", ""},
		{"Invalid package. Solution not present at correct path or is invalid solution.", report, "the solution disagrees with its manifest: it was edited by hand, or a file it names is missing", rebuild, "5000.1.1.16", onPackage},
		{"Swagger json should be properly structured and complete, and adhere to Open API 2.0", report, "several causes were seen at once: colliding paths, a wrong produces type, empty schemas, an odd hyphen, an address in a description", "Run certwiz check until it finds nothing, then build the package anew.", "5000.2.6.2", onConnector},
		{"package should contain an icon", report, "the icon lies beside the solution, or is the portal's default", "Upload the icon on the connector's General tab, then export again.", "5000.1.1.1", onPackage},
		{"Certification Validations Failed", onPull, "the package's structure failed; the lines below it say why", "Mend each line in the same pull request.", "", onPackage},
		{"Not able to download the package", onPull, "no package in the connector's folder of the pull request", "Put package.zip into that folder.", "5000.1.1.5", onPackage},
		{"Not able deserialize the package", onPull, "the outer or inner .zip is not built as asked", "Look at the package's tree, and build it anew.", "5000.1.1.12", onPackage},
		{"Not able to deserialize the package", onPull, "the outer or inner .zip is not built as asked", "Look at the package's tree, and build it anew.", "5000.1.1.12", onPackage},
		{"Package should contain a flow package", onPull, "the flow solution is missing", "Export a solution with a flow that uses the connector, and build the package with it.", "5000.1.1.6", onPackage},
		{"Title cannot contain the reserved words", onPull, "the title holds API, Connector, Power Apps or the like", "Shorten info.title, then export and build again.", "5000.2.2.2", onConnector},
		{"The required property 'x-ms-connector-metadata' is missing", onPull, "the definition in the package lacks it, though the repository's may have it", "Update the connector from the repository's definition, then export again.", "5000.3.1.3", onConnector},
		{"Please provide the Client ID and Secret for this connector", onPull, "a connector with OAuth, which independent publishers can't submit now", "Use another way to sign in, or let the owner of the service submit it.", "", onPackage},
		{"PublisherName mismatch", onPull, "the last version came from another GitHub account", "Open the pull request from that account.", "", onSource},
		{"Publisher Mismatch Detected", onPull, "the last version came from another GitHub account", "Open the pull request from that account.", "", onSource},
		{"Certification completed. Deployment will begin soon", onPull, "it passed", "Wait for the deployment.", "", ""},
		{"your certification request has been approved", onPull, "it passed; 3 to 4 weeks are stated, 18 to 19 days were seen", "Wait for the deployment.", "", ""},
		{"The verification still show in-progress", onPull, "OneVet: the credential was obtained and not shared", "Open OneVet again and share the credential.", "", onSource},
		{"this connector is in draft version", onPull, "the pull request is a draft", "Press Ready for review on it.", "", onSource},
		{"Kindly upload the connector package zip file", onPull, "the package is missing in the pull request", "Put package.zip into the connector's folder.", "5000.1.1.5", onPackage},
		{"our Independent publisher connector certification process has been changed", onPull, "the pull request follows the old way, without a package", "Put the package into the pull request and fill in the registration form.", "", onSource},
		{"The provided zip file should not contain any folder inside", "Microsoft's script", "a folder wraps the files, or macOS added one", "Zip the content, not the folder.", "5000.1.1.11", onPackage},
		{"The package zip file should contain a folder ideally named 'PkgAssets' inside", "Microsoft's script", "the inner .zip has no folder", "Put the solutions into a folder PkgAssets.", "5000.1.1.12", onPackage},
		{"does not contain solution zip files in", "Microsoft's script", "PkgAssets holds no solution", "Put the exported solutions of connector and flow into it.", "5000.1.1.13", onPackage},
		{"should contain only connector and flow solution zip files in", "Microsoft's script", "PkgAssets holds more than two solutions", "Leave the solutions of connector and flow in it.", "5000.1.1.13", onPackage},
		{"Flow solution should contain both 'Connector' and 'Workflows' folders", "Microsoft's script", "the flow solution leaves the connector out", "Add the connector to the flow solution and export again.", "5000.1.1.7", onPackage},
		{"Connector solution should only contain 'Connector' folder", "Microsoft's script", "no solution holds the connector alone", "Make a solution with nothing but the connector, and export it.", "5000.1.1.8", onPackage},
	}
}

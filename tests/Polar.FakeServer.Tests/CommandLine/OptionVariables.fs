/// The variables of the environment that options of the command line are read from.
module internal Polar.FakeServer.Tests.CommandLine.OptionVariables

let variable (option: string) =
    "POLAR_FAKE_" + option.TrimStart('-').Replace('-', '_').ToUpperInvariant()

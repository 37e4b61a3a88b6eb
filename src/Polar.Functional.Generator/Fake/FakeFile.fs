/// What all files of the fake begin with.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.FakeFile

let private folder = "fake-server/Polar.FakeServer/Generated"

/// A file of the fake.
let file (name: string) (usings: string list) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    code.Line "#nullable enable"
    code.Blank()

    if usings <> [] then
        code.Lines [ for name in usings -> $"using {name};" ]
        code.Blank()

    code.Line "namespace Polar.FakeServer.Generated;"
    code.Blank()
    body code

    { Path = $"{folder}/{name}.cs"
      Text = code.ToString() }

let contracts = "Polar.Functional.Contracts"

/// Where transactions and outcomes are.
let execution = "Polar.FakeServer.Execution"

/// Where routes, requests and replies are.
let http = "Polar.FakeServer.Http"

/// Where schemas are.
let validation = "Polar.FakeServer.Validation"

/// The group that an operation is in, as one word.
let groupName (operation: Operation) : string = String.concat "" operation.Group

/// The interface that a group's handlers implement.
let interfaceName (group: string) : string = $"I{group}Operations"

/// C#'s word for a truth value.
let flag (value: bool) : string = if value then "true" else "false"

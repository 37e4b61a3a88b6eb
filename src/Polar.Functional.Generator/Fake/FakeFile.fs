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
    code.Lines usings
    code.Blank()
    code.Line "namespace Polar.FakeServer;"
    code.Blank()
    body code

    { Path = $"{folder}/{name}.cs"
      Text = code.ToString() }

let contracts = [ "using Polar.Functional.Contracts;" ]

/// The group that an operation is in, as one word.
let groupName (operation: Operation) : string = String.concat "" operation.Group

/// The interface that a group's handlers implement.
let interfaceName (group: string) : string = $"I{group}Operations"

/// C#'s word for a truth value.
let flag (value: bool) : string = if value then "true" else "false"

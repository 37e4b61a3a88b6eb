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

/// Operations below OAuth2's path that are an ordinary resource's all the same.
let private ordinary = [ "oauth2:clients:list"; "oauth2:userinfo" ]

/// Whether an operation speaks OAuth2: its forms, refusals and redirections are that protocol's, and the API description has no words for them. Its
/// handler takes the request as it came and makes the reply itself.
let speaksOAuth2 (operation: Operation) : bool =
    operation.Id.StartsWith "oauth2:" && not (List.contains operation.Id ordinary)

/// C#'s word for a truth value.
let flag (value: bool) : string = if value then "true" else "false"

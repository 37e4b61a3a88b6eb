/// The modules of the core: a file a resource, groups within a resource nested.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ResourceEmitter

/// A group with its own file, and the operations in it and in the groups within it.
type private Resource =
    { Path: string list
      Operations: Operation list }

/// A group that has no operations of its own is a namespace, and the groups in it are the resources.
let rec private resources (path: string list) (operations: Operation list) : Resource list =
    let depth = path.Length

    if
        depth > 0
        && operations |> List.exists (fun operation -> operation.Group.Length = depth)
    then
        [ { Path = path; Operations = operations } ]
    else
        [ for name, inner in operations |> List.groupBy (fun operation -> operation.Group[depth]) do
              yield! resources (path @ [ name ]) inner ]

let rec private emitModules (code: Code) (model: Model) (path: string list) (operations: Operation list) =
    let here, deeper =
        operations
        |> List.partition (fun operation -> operation.Group.Length = path.Length)

    for operation in here do
        OperationEmitter.emit code operation

    for name, inner in deeper |> List.groupBy (fun operation -> operation.Group[path.Length]) do
        CoreFile.summary code (Model.groupSummary Naming.ofGroup model (path @ [ name ]))
        code.Line "[<RequireQualifiedAccess>]"
        code.Line $"module {name} ="
        code.Blank()
        code.Indented(fun () -> emitModules code model (path @ [ name ]) inner)

let private fileName (resource: Resource) = String.concat "/" resource.Path

let private emitResource (model: Model) (resource: Resource) =
    CoreFile.file (fileName resource) (fun code ->
        CoreFile.summary code (Model.groupSummary Naming.ofGroup model resource.Path)
        code.Line "[<RequireQualifiedAccess>]"
        code.Line $"""module Polar.Functional.{String.concat "." resource.Path}"""
        code.Blank()
        code.Lines [ "open System"; "open Polar.Functional"; "open Polar.Functional.Contracts" ]
        code.Blank()
        emitModules code model resource.Path resource.Operations)

/// The names of the files, without their ending.
let fileNames (model: Model) : string list =
    resources [] model.Operations |> List.map fileName

/// A file a resource.
let emit (model: Model) : GeneratedFile list =
    resources [] model.Operations |> List.map (emitResource model)

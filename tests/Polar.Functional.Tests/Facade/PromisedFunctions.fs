/// The 117 functions that the library promises, as docs/functions.md lists them.
module Polar.Functional.Tests.Facade.PromisedFunctions

open System
open System.IO
open Microsoft.FSharp.Reflection
open Polar.Tests
open Polar.Functional.Tests.Facade.Names

let document = "docs/functions.md"

type PromisedFunction =
    {
        Name: string
        Method: string
        Path: string
        Options: string list
        /// The cases of the operation's own error, beyond what any call can meet.
        Errors: string list
    }

let private byRequest =
    functions
    |> List.map (fun known -> (known.Endpoint.Operation.Method, known.Endpoint.Operation.Template), known)
    |> Map.ofList

/// The function of the core for a row; None where its method and path are no operation's.
let find (row: PromisedFunction) : CoreFunction option = byRequest.TryFind(row.Method, row.Path)

let errorCases (known: CoreFunction) : string list =
    [ for case in FSharpType.GetUnionCases known.Endpoint.ErrorType do
          case.Name ]

let private words (text: string) =
    text.Split(' ', StringSplitOptions.RemoveEmptyEntries) |> List.ofArray

/// `a`, `b` in a cell.
let private cell (items: string list) =
    items |> List.map (fun item -> $"`{item}`") |> String.concat ", "

let private items (cell: string) =
    cell.Replace("`", "").Replace(",", "") |> words

/// What a row says when its operation is looked up.
let private render (row: PromisedFunction) : string =
    let fsharp, csharp =
        match find row with
        | Some known -> known.Name, $"polar.{inCSharp known.Name}"
        | None -> "missing", "missing"

    let request = $"{row.Method} {row.Path}"
    $"| `{row.Name}` | `{fsharp}` | `{csharp}` | `{request}` | {cell row.Options} | {cell row.Errors} |"

/// The document that lists these rows.
let text (rows: PromisedFunction list) : string =
    String.Join(
        "\n",
        [ "# The functions"
          ""
          $"The library promises these {rows.Length} functions of Polar's API, whatever else it has ({functions.Length} operations in all)."
          "The first column is the name under which a function was promised, whatever language it is called from."
          "A test keeps the table true: each exists in F# and in C#, takes the options and can fail with the errors that are named here."
          "Beyond these errors each call can meet what any call can meet (`Call`): no token, no connection, too many requests."
          ""
          "| Function | F# | C# | Request | Options | Errors |"
          "|---|---|---|---|---|---|" ]
        @ List.map render rows
    )

/// The rows of the document.
let listed () : PromisedFunction list =
    let file = Approved.path document

    let cells =
        [ for line in (if File.Exists file then File.ReadAllLines file else [||]) do
              if line.StartsWith "| `" then
                  [ for cell in line.Trim('|').Split '|' -> cell.Trim() ] ]

    [ for row in cells do
          match row with
          | [ name; _; _; request; options; errors ] ->
              match items request with
              | [ method; path ] ->
                  { Name = name.Trim '`'
                    Method = method
                    Path = path
                    Options = items options
                    Errors = items errors }
              | _ -> failwith $"{document}: {request} is no request"
          | _ -> failwith $"{document} has a row of {row.Length} cells" ]

/// An error's class, as the table beside the repository has it, as the name of a case.
let private caseOf (known: CoreFunction option) (errorClass: string) =
    let cases = known |> Option.map errorCases |> Option.defaultValue []

    match errorClass with
    | "HTTPValidationError" -> "Validation"
    | errorClass when List.contains errorClass cases -> errorClass
    | errorClass when errorClass.EndsWith "Error" -> errorClass.Substring(0, errorClass.Length - 5)
    | errorClass -> errorClass

/// The rows of the table that the promise was made by, where it is at hand: beside the repository.
let promised () : PromisedFunction list option =
    let rec find' (folder: DirectoryInfo | null) =
        match folder with
        | null -> None
        | folder ->
            let file = Path.Combine(folder.FullName, "shared", "spec", "seed-operations.tsv")
            if File.Exists file then Some file else find' folder.Parent

    find' (DirectoryInfo Approved.root)
    |> Option.map (fun file ->
        [ for line in File.ReadAllLines file |> Array.skip 1 do
              let columns = line.Split '\t'

              let row =
                  { Name = columns[0]
                    Method = columns[1]
                    Path = columns[2]
                    Options = words columns[6]
                    Errors = [] }

              { row with
                  Errors = words columns[7] |> List.map (caseOf (find row)) } ])

namespace Polar.Functional.Generator

open System

/// Where and why a document is not understood.
exception NotUnderstood of path: string * reason: string

/// Paths into the document, for faults.
[<AutoOpen>]
module internal JsonPath =

    /// One more step of a JSON path, quoted where the name is not a plain one.
    let (/+) (path: string) (name: string) =
        if
            name <> ""
            && name |> Seq.forall (fun c -> Char.IsAsciiLetterOrDigit c || c = '_')
        then
            $"{path}.{name}"
        else
            $"{path}['{name}']"

    let refuse (path: string) (reason: string) : 'never = raise (NotUnderstood(path, reason))

    let schemasPath = "$.components.schemas"

    /// The path of a schema of the document.
    let schemaPath (schema: string) = schemasPath /+ schema

    /// The path of an operation.
    let operationPath (template: string) (method: string) =
        "$.paths" /+ template /+ method.ToLowerInvariant()

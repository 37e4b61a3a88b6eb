/// The error types of operations: a union of documented failures, and what any call can meet.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ErrorsEmitter

let private isValidation (case: ErrorCase) = case.Name = "Validation"

let private documentation (model: Model) (case: ErrorCase) =
    let status = $"Status {case.Status}."

    case.Code
    |> Option.bind model.ErrorSummaries.TryFind
    |> Option.orElse (model.ErrorSummaries.TryFind case.Name)
    |> Option.map (fun summary ->
        if summary.Contains $"(status {case.Status})" then
            summary
        else
            $"{summary} {status}")
    |> Option.defaultValue status

let private emitCases (code: Code) (model: Model) (cases: ErrorCase list) =
    for case in cases do
        CoreFile.summary code (documentation model case)

        if isValidation case then
            code.Line "| Validation of Issues: ValueList<ValidationIssue> * Detail: string"
        else
            code.Line $"| {case.Name} of Detail: string"

    CoreFile.summary code "What any call can meet: no token, no connection, too many requests."
    code.Line "| Call of Error: CallError"

let private emitOf (code: Code) (cases: ErrorCase list) =
    code.Line "static member internal Of(failure: ApiFailure) ="

    code.Indented(fun () ->
        code.Line "match failure with"

        for case in cases do
            if isValidation case then
                code.Line "| ApiFailure.Documented(\"Validation\", _, detail, issues) -> Validation(issues, detail)"
            else
                code.Line $"| ApiFailure.Documented(\"{case.Name}\", _, detail, _) -> {case.Name} detail"

        code.Line "| ApiFailure.Documented(case, status, detail, _) -> Call(ErrorCase.unexpected case status detail)"
        code.Line "| ApiFailure.Call error -> Call error")

let private emitWidening (code: Code) (cases: ErrorCase list) =
    CoreFile.summary code "The same failure as the type that all operations share."
    code.Line "member this.ToPolarError() : PolarError ="

    code.Indented(fun () ->
        code.Line "match this with"

        for case in cases do
            if isValidation case then
                code.Line "| Validation(issues, detail) -> ErrorCase.validation this issues detail"
            else
                let wire = case.Code |> Option.defaultValue case.Name
                code.Line $"| {case.Name} detail -> ErrorCase.documented this {Code.quoted wire} {case.Status} detail"

        code.Line "| Call error -> ErrorCase.call this error")

let private emitMatch (code: Code) (cases: ErrorCase list) =
    CoreFile.summary code "Turns whichever failure this is into a result; a failure added later breaks the build, as it should."

    let parameters =
        [ for case in cases do
              let name = Naming.camel case.Name

              if isValidation case then
                  $"{name}: Func<ValueList<ValidationIssue>, 'result>"
              else
                  $"{name}: Func<string, 'result>"
          "call: Func<CallError, 'result>" ]

    code.Line "member this.Match<'result>"

    code.Indented(fun () ->
        code.Line "("

        code.Indented(fun () ->
            parameters
            |> List.iteri (fun index parameter ->
                code.Line(
                    if index < parameters.Length - 1 then
                        parameter + ","
                    else
                        parameter
                )))

        code.Line ") : 'result ="

        code.Line "match this with"

        for case in cases do
            let name = Naming.camel case.Name

            if isValidation case then
                code.Line $"| Validation(issues, _) -> {name}.Invoke issues"
            else
                code.Line $"| {case.Name} detail -> {name}.Invoke detail"

        code.Line "| Call error -> call.Invoke error")

/// The file of one error type.
let private emitType (model: Model) (name: string) (cases: ErrorCase list) =
    CoreFile.file $"Errors/{name}" (fun code ->
        code.Line "namespace Polar.Functional"
        code.Blank()
        code.Lines [ "open System"; "open Polar.Functional.Contracts" ]
        code.Blank()
        CoreFile.summary code "What can go wrong: each documented failure, and what any call can meet."
        code.Line "[<RequireQualifiedAccess>]"
        code.Line $"type {name} ="

        code.Indented(fun () ->
            emitCases code model cases
            code.Blank()
            emitOf code cases
            code.Blank()
            emitWidening code cases
            code.Blank()
            CoreFile.summary code "One line for a person."
            code.Line "member this.Message = this.ToPolarError().Message"
            code.Blank()
            emitMatch code cases
            code.Blank()
            code.Line "override this.ToString() = this.ToPolarError().ToString()"
            code.Blank()
            code.Line "interface IPolarError with"

            code.Indented(fun () ->
                code.Line "member this.Message = this.Message"
                code.Line "member this.ToPolarError() = this.ToPolarError()")))

/// The names of the error types, in the order in which they are first needed.
let typeNames (model: Model) : string list =
    model.Operations
    |> List.map (fun operation -> operation.ErrorType)
    |> List.distinct

/// A file an error type.
let emit (model: Model) : GeneratedFile list =
    [ for operation in model.Operations |> List.distinctBy (fun operation -> operation.ErrorType) ->
          emitType model operation.ErrorType operation.Errors ]

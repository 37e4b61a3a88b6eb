/// The XML comments of an operation that both languages share.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Comments

let private callers =
    [ "Organization", "organization access tokens"
      "User", "user tokens"
      "Customer", "customer sessions"
      "Member", "member sessions" ]

/// `a`, `a and b`, `a, b and c`.
let private enumeration (conjunction: string) (items: string list) =
    match List.rev items with
    | []
    | [ _ ] -> String.concat "" items
    | last :: others -> String.concat ", " (List.rev others) + $" {conjunction} {last}"

/// Who may call, in a sentence made from the document rather than written.
let access (operation: Operation) : string =
    let tokens =
        [ for subject, text in callers do
              if List.contains subject operation.Subjects then
                  text ]
        |> enumeration "and"

    if List.contains "Anonymous" operation.Subjects || tokens = "" then
        "Needs no token."
    else
        match operation.Scopes with
        | [] -> $"Open to {tokens}."
        | [ scope ] -> $"Open to {tokens} with the scope `{scope}`."
        | scopes ->
            let scopes = scopes |> List.map (fun scope -> $"`{scope}`") |> enumeration "or"
            $"Open to {tokens} with the scope {scopes}."

let private returns (operation: Operation) (answer: string) =
    match operation.Errors with
    | [] -> $"{answer}, or what any call can meet."
    | errors ->
        let cases = errors |> List.map (fun case -> $"`{case.Name}`") |> String.concat ", "
        $"{answer}, or one of {cases}, or what any call can meet."

let private element (code: Code) (opening: string) (name: string) (text: string) =
    code.Line $"/// <{opening}>{Code.xml text}</{name}>"

/// Summary, remarks and the parameters that the document names.
let operation (code: Code) (operation: Operation) : unit =
    element code "summary" "summary" operation.Summary

    match operation.Remarks with
    | Some remarks -> element code "remarks" "remarks" $"{remarks} {access operation}"
    | None -> element code "remarks" "remarks" (access operation)

    for value in Operation.pathValues operation do
        element code $"param name=\"{value.Name}\"" "param" value.Summary

/// What is sent, in the words of its type.
let body (code: Code) (body: RequestBody) : unit =
    let text =
        if body.Required then
            body.Summary
        else
            $"{body.Summary} May be left out."

    element code "param name=\"body\"" "param" text

/// What a call yields; the failures that its own error type has are named.
let result (code: Code) (operation: Operation) (answer: string) : unit =
    element code "returns" "returns" (returns operation answer)

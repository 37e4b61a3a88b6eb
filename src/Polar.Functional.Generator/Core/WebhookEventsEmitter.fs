/// The union of all events that webhooks deliver, and how they are read.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.WebhookEventsEmitter

let emit (model: Model) : GeneratedFile =
    CoreFile.file "WebhookEvents" (fun code ->
        code.Line "namespace Polar.Functional"
        code.Blank()
        code.Lines [ "open System"; "open Polar.Functional.Contracts" ]
        code.Blank()
        CoreFile.summary code "An event that Polar delivers."
        code.Line "[<RequireQualifiedAccess; NoComparison>]"
        code.Line "type WebhookEvent ="

        code.Indented(fun () ->
            for event in model.Webhooks do
                code.Line $"/// <summary>{Code.xml event.Summary}</summary>"
                code.Line $"| {event.Name} of Payload: Contracts.{event.Payload}"

            code.Line "/// <summary>An event that was not known when this was made, as JSON.</summary>"
            code.Line "| Unknown of Type: string * Payload: RawJson"
            code.Blank()
            CoreFile.summary code "The event's type, `order.paid`."
            code.Line "member event.Type ="

            code.Indented(fun () ->
                code.Line "match event with"

                for event in model.Webhooks do
                    code.Line $"| {event.Name} payload -> payload.Type"

                code.Line "| Unknown(kind, _) -> kind"))

        code.Blank()
        CoreFile.summary code "Reads events."
        code.Line "[<RequireQualifiedAccess>]"
        code.Line "module WebhookEvent ="
        code.Blank()

        code.Indented(fun () ->
            CoreFile.summary code "Every type of event known when this was made."
            code.Line "let types : string list ="

            code.Indented(fun () ->
                code.Line(
                    "[ "
                    + (model.Webhooks
                       |> List.map (fun event -> Code.quoted event.Event)
                       |> String.concat "; ")
                    + " ]"
                ))

            code.Blank()

            CoreFile.summary
                code
                "Reads a delivery's body, whether or not it was verified. An event of an unknown type is a value, not an error."

            code.Line "let parse (body: ReadOnlyMemory<byte>) : Result<WebhookEvent, WireError> ="

            code.Indented(fun () ->
                code.Line "match Webhook.typeOf body with"

                for event in model.Webhooks do
                    code.Line
                        $"| Some {Code.quoted event.Event} -> Webhook.read<Contracts.{event.Payload}> body |> Result.map WebhookEvent.{event.Name}"

                code.Line
                    "| Some other -> Webhook.read<RawJson> body |> Result.map (fun payload -> WebhookEvent.Unknown(other, payload))"

                code.Line "| None -> Error(WireError(\"$.type\", \"the body is not an event\"))")))

/// The F# of the core: error types, a module a resource, and the webhook events.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.CoreEmitter

/// What the project file includes, in the order in which it is compiled, so that a new resource needs no hand.
let private emitOrder (model: Model) : GeneratedFile =
    let names =
        [ for name in ErrorsEmitter.typeNames model do
              $"Errors/{name}"
          yield! ResourceEmitter.fileNames model
          "WebhookEvents" ]

    let items =
        [ for name in names -> $"    <Compile Include=\"$(MSBuildThisFileDirectory){name}.fs\" />" ]

    { Path = $"{CoreFile.folder}/Generated.props"
      Text =
        [ "<Project>"; "  <ItemGroup>" ]
        @ items
        @ [ "  </ItemGroup>"; "</Project>"; "" ]
        |> String.concat "\n" }

/// All files of the core.
let emit (model: Model) : GeneratedFile list =
    [ yield! ErrorsEmitter.emit model
      yield! ResourceEmitter.emit model
      WebhookEventsEmitter.emit model
      emitOrder model ]

/// The C# of the fake: its routing table, its handlers' interfaces, and the schemas that requests are validated against.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.FakeEmitter

/// All files of the fake.
let emit (model: Model) : GeneratedFile list =
    [ RoutesEmitter.emit model
      BindingEmitter.emit model
      SchemaCode.emit model
      ConversionsEmitter.emit model
      RequestBindingEmitter.emit model
      yield! ResourceWriterEmitter.emit model
      yield! HandlersEmitter.emit model ]

/// An app host without an orchestrator: what is added to it is a model that can be asked, and nothing is started. Aspire's own needs most of four hundred
/// megabytes of packages, which the tests are spared.
module Polar.FakeServer.Aspire.Tests.Host

open System
open System.Collections.Generic
open System.Collections.ObjectModel
open System.Threading.Tasks
open Aspire.Hosting
open Aspire.Hosting.ApplicationModel
open Aspire.Hosting.Eventing
open Microsoft.Extensions.Configuration
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.FileProviders
open Microsoft.Extensions.Hosting

type private Development() =
    interface IHostEnvironment with
        member val ApplicationName = "host" with get, set
        member val ContentRootFileProvider: IFileProvider = new NullFileProvider() with get, set
        member val ContentRootPath = AppContext.BaseDirectory with get, set
        member val EnvironmentName = "Development" with get, set

let private absent (what: string) : 'value =
    raise (NotSupportedException $"{what} belongs to hosts that run.")

type private Builder<'resource when 'resource :> IResource>(host: IDistributedApplicationBuilder, resource: 'resource) =
    interface IResourceBuilder<'resource> with
        member _.ApplicationBuilder = host
        member _.Resource = resource

        member builder.WithAnnotation(annotation: 'annotation, behavior) =
            if behavior = ResourceAnnotationMutationBehavior.Replace then
                for other in List.ofSeq resource.Annotations do
                    if other :? 'annotation then
                        resource.Annotations.Remove other |> ignore

            resource.Annotations.Add(annotation :> IResourceAnnotation)
            builder

type private Resources() =
    inherit Collection<IResource>()

    interface IResourceCollection with
        member resources.TryGetByName(name, found) =
            match Seq.tryFind (fun (resource: IResource) -> resource.Name = name) resources with
            | Some resource ->
                found <- resource
                true
            | None -> false

type private Model() =
    let configuration = new ConfigurationManager()
    let services = ServiceCollection()
    let resources = Resources()
    let eventing = DistributedApplicationEventing()

    let context =
        DistributedApplicationExecutionContext DistributedApplicationOperation.Run

    interface IDistributedApplicationBuilder with
        member _.Configuration = configuration
        member _.AppHostDirectory = AppContext.BaseDirectory
        member _.AppHostAssembly = typeof<Model>.Assembly
        member _.Environment = Development()
        member _.Services = services
        member _.Eventing = eventing
        member _.ExecutionContext = context
        member _.Resources = resources
        member _.Pipeline = absent "A pipeline"
        member _.FileSystemService = absent "A file system"
        member _.UserSecretsManager = absent "A store of secrets"

        member host.AddResource(resource) =
            resources.Add resource
            (host :> IDistributedApplicationBuilder).CreateResourceBuilder resource

        member host.CreateResourceBuilder(resource) = Builder<_>(host, resource)
        member _.Build() = absent "A program"

/// An app host.
let create () : IDistributedApplicationBuilder = Model()

/// What is said of a resource, of one kind.
let annotations<'annotation> (resource: IResource) : 'annotation list =
    [ for annotation in resource.Annotations do
          match box annotation with
          | :? 'annotation as found -> found
          | _ -> () ]

/// Says where an endpoint was put, as the orchestrator does.
let allocate (resource: IResource) (port: int) =
    for endpoint in annotations<EndpointAnnotation> resource do
        endpoint.AllocatedEndpoint <- AllocatedEndpoint(endpoint, "localhost", port, string port)

let private text (value: obj) : Task<string> =
    task {
        match value with
        | :? string as text -> return text
        | :? IValueProvider as provider ->
            let! text = provider.GetValueAsync()
            return Unchecked.nonNull text
        | other -> return string other
    }

let private context (host: IDistributedApplicationBuilder) = host.ExecutionContext

/// The variables that a resource is started with; those whose value only the orchestrator knows are empty.
let variables (host: IDistributedApplicationBuilder) (resource: IResource) : Task<Map<string, string>> =
    task {
        let found = Dictionary<string, obj>()

        for annotation in annotations<EnvironmentCallbackAnnotation> resource do
            do! annotation.Callback.Invoke(EnvironmentCallbackContext(context host, resource, found))

        let mutable texts = Map.empty

        for entry in found do
            let! value = text entry.Value
            texts <- texts.Add(entry.Key, value)

        return texts
    }

/// What a resource is started with behind its command.
let arguments (resource: IResource) : Task<string list> =
    task {
        let found = List<obj>()

        for annotation in annotations<CommandLineArgsCallbackAnnotation> resource do
            do! annotation.Callback.Invoke(CommandLineArgsCallbackContext(found, resource))

        let mutable texts = []

        for value in found do
            let! value = text value
            texts <- texts @ [ value ]

        return texts
    }

/// The addresses that the dashboard shows.
let urls (host: IDistributedApplicationBuilder) (resource: IResource) (shown: ResourceUrlAnnotation list) : Task<(string * string) list> =
    task {
        let urls = List<ResourceUrlAnnotation> shown

        for annotation in annotations<ResourceUrlsCallbackAnnotation> resource do
            do! annotation.Callback.Invoke(ResourceUrlsCallbackContext(context host, resource, urls))

        return [ for url in urls -> string url.DisplayText, url.Url ]
    }

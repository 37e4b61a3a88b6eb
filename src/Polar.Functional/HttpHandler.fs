namespace Polar.Functional

open System
open System.IO
open System.Net
open System.Net.Http
open System.Threading.Tasks

/// The handler that calls of Polar are best made through.
[<RequireQualifiedAccess>]
module HttpHandler =

    /// How much of an answer that nobody reads to its end is read for the connection's sake.
    let private longestDrain = 64 * 1024

    /// A handler that sends what it is given once, and leaves the rest to the client: it follows no redirect, keeps no cookie, and never repeats a
    /// request whose connection was lost, as .NET's does by itself.
    let create () : SocketsHttpHandler =
        new SocketsHttpHandler(
            AllowAutoRedirect = false,
            UseCookies = false,
            // The client decompresses itself, so that it can say what is wrong with a body.
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes 5.0,
            MaxResponseDrainSize = longestDrain,
            // .NET's own spans hold whole addresses, and some of Polar's paths hold a secret; the client's spans name the template.
            ActivityHeadersPropagator = null,
            PlaintextStreamFilter =
                Func<_, _, _>(fun context _ -> ValueTask<Stream>(new SingleSendStream(context.PlaintextStream) :> Stream))
        )

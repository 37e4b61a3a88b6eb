using System.Text;

namespace Polar.Functional.CSharp;

/// <summary>A call as an executor gets it: everything but server and token. Printing it shows nothing of its secrets.</summary>
public sealed class PolarRequest
{
    internal PolarRequest(WireRequest wire) => Wire = wire;

    /// <summary>The operation as Polar's API description names it, <c>customers:get_state</c>.</summary>
    public string OperationId => Wire.Operation.Id;

    /// <summary>The HTTP method.</summary>
    public string Method => Wire.Operation.Method;

    /// <summary>The path with its parameters in braces, <c>/v1/customers/{id}</c>.</summary>
    public string PathTemplate => Wire.Operation.Template;

    /// <summary>The path, escaped.</summary>
    public string Path => Wire.Path;

    /// <summary>The query, escaped and without the question mark; empty where there is none.</summary>
    public string Query => Wire.Query;

    /// <summary>The body, JSON or form fields; empty where there is none.</summary>
    public string Body => Request.content(Wire.Body) is { } content ? Encoding.UTF8.GetString(content.Value.Item2) : "";

    /// <summary>Which try of the call this is; 1 for the first.</summary>
    public int Attempt => Wire.Attempt;

    internal WireRequest Wire { get; }

    /// <summary>The request without its secrets.</summary>
    /// <returns>Method, path, query and body.</returns>
    public override string ToString() => Wire.ToString();
}

using Polar.Functional.Contracts;
using Polar.Functional.CSharp;

// The same as the console program, compiled ahead of time and trimmed.
var polar = new PolarClient(new PolarOptions
{
    AccessToken = "polar_oat_fake",
    Server = PolarServer.At(new Uri(Environment.GetEnvironmentVariable("POLAR_ADDRESS")!)),
});
var created = await polar.Customers.CreateAsync(new CustomerIndividualCreate { Email = "native@acme.dev" });
Console.WriteLine(created.Match(ok: customer => $"created {customer.Id}", error: error => error.Message));
return created.IsOk ? 0 : 1;

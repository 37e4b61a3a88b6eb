using Polar.Functional.Contracts;
using Polar.Functional.CSharp;

// A client of a fake that listens: the tool of the same packages.
var polar = new PolarClient(new PolarOptions
{
    AccessToken = "polar_oat_fake",
    Server = PolarServer.At(new Uri(Environment.GetEnvironmentVariable("POLAR_ADDRESS")!)),
});
var created = await polar.Customers.CreateAsync(new CustomerIndividualCreate { Email = "console@acme.dev" });
Console.WriteLine(created.Match(ok: customer => $"created {customer.Id}", error: error => error.Message));
return created.IsOk ? 0 : 1;

global using Polar.Functional;
global using Polar.Functional.AspNetCore;
global using Polar.Functional.Contracts;
global using Polar.Functional.CSharp;
global using WebhookEvent = Polar.Functional.WebhookEvent;

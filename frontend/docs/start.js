// A session of the web application is used when there is one; its writes need the header.
SwaggerUIBundle({
  dom_id: '#reference',
  url: '/openapi.json',
  deepLinking: true,
  filter: true,
  docExpansion: 'none',
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers['X-Opora-Client'] = 'web'
    return request
  },
})

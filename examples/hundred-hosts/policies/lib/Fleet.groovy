// What the policies of a fleet share: functions and classes, and no statements.
class Site {
    String name
    String net
    int hosts

    List<String> names() {
        (1..hosts).collect { i -> name + '-web' + i }
    }

    String address(int number) {
        net + '.' + number
    }
}

List<Site> sites() {
    [new Site(name: 'berlin', net: '10.0.1', hosts: 60), new Site(name: 'oslo', net: '10.0.2', hosts: 40)]
}
